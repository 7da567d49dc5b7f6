import type { ClockRule } from '@wangge/domain/clocks/clock-rule';
import type { RulePack } from '@wangge/domain/rule-packs/rule-pack';
import { Link, useParams } from 'react-router';
import { addressOf } from '../api/ask';
import { Problem } from '../api/problem';
import { useLanguage } from '../language/language';
import { Nothing, Read } from '../shown/outcome';
import { PageFrame } from '../shown/page-frame';
import { amountText, lengthText } from './measures';
import { validity } from './rule-packs-page';
import { useRulePack, useRulePacks } from './rules-data';

/** One version of a rule pack: its statutes and every clock with article, length and escalation ladder. */
export function RulePackPage() {
  const { say } = useLanguage();
  const { id = '', version = '' } = useParams();
  const found = useRulePack({ id, version });
  if (found.error instanceof Problem && found.error.status === 404)
    return (
      <PageFrame title={`${id} ${version}`}>
        <Nothing title={say('rules.none')}>
          <Link to="/rules">{say('rules.title')}</Link>
        </Nothing>
      </PageFrame>
    );
  return <Read of={found}>{(pack) => <ShownPack pack={pack} />}</Read>;
}

function ShownPack({ pack }: { readonly pack: RulePack }) {
  const { say, of } = useLanguage();
  const versions = (useRulePacks().data ?? []).filter(({ id }) => id === pack.id).map(({ version }) => version);
  const earlier = versions.findLast((version) => version < pack.version) ?? versions.find((one) => one > pack.version);
  return (
    <PageFrame
      title={of(pack.title)}
      intro={`${pack.id} · ${say('rules.version', { version: pack.version })} · ${validity(pack.validFrom, pack.validTo, say('rules.open-end'))}`}
    >
      <section className="panel">
        <dl className="facts">
          <div>
            <dt>{say('rules.statutes')}</dt>
            <dd>{pack.statutes.join('；')}</dd>
          </div>
          <div>
            <dt>{say('rules.working-time')}</dt>
            <dd>{pack.workingTime.map(({ from, to }) => `${from}–${to}`).join('，')}</dd>
          </div>
        </dl>
      </section>
      {earlier !== undefined && (
        <Link to={addressOf(`/rules/${pack.id}/compare`, { from: earlier, to: pack.version })}>
          {say('rules.compare')}
        </Link>
      )}
      <h2>{say('rules.clocks')}</h2>
      <ul className="rules">
        {pack.clocks.map((clock) => (
          <li key={clock.id} className="panel">
            <Clock clock={clock} pack={pack} />
          </li>
        ))}
      </ul>
    </PageFrame>
  );
}

function Clock({ clock, pack }: { readonly clock: ClockRule; readonly pack: RulePack }) {
  const { say, of } = useLanguage();
  const { extension, warnings = [], onExpiry } = clock;
  return (
    <>
      <div className="rule-head">
        <h3>{of(clock.text)}</h3>
        <Link to={addressOf('/deadlines', { pack: `${pack.id}@${pack.version}`, clock: clock.id })}>
          {say('rules.calculate')}
        </Link>
      </div>
      <p className="soft">{clock.article}</p>
      <dl className="facts">
        <div>
          <dt>{say('rules.length')}</dt>
          <dd>
            {amountText(clock, say)}
            {clock.rollToWorkingDay === true && <span className="soft"> · {say('rules.rolls')}</span>}
          </dd>
        </div>
        <div>
          <dt>{say('rules.id')}</dt>
          <dd className="number">{clock.id}</dd>
        </div>
        {extension && (
          <div>
            <dt>{say('rules.extension')}</dt>
            <dd>
              {say('rules.extension-of', {
                most:
                  typeof extension.maxDays === 'number'
                    ? say('duration.days', { count: extension.maxDays })
                    : lengthText(extension.maxDays, say),
                times: extension.times,
              })}{' '}
              · {extension.approvedBy} · <span className="soft">{extension.article}</span>
            </dd>
          </div>
        )}
        {warnings.length > 0 && (
          <div>
            <dt>{say('rules.warnings')}</dt>
            <dd>{warnings.map((before) => say('rules.before', { length: lengthText(before, say) })).join('，')}</dd>
          </div>
        )}
      </dl>
      {onExpiry.length > 0 && (
        <>
          <h4>{say('rules.ladder')}</h4>
          <ol className="ladder">
            {onExpiry.map((rung) => (
              <li key={rung.id}>
                {rung.after === 'PT0S'
                  ? say('rules.at-once')
                  : say('rules.after', { length: lengthText(rung.after, say) })}
                ：{of(rung.text)} <span className="soft">· {say(`rung.${rung.to}`)}</span>
                {rung.accountability === true && <span className="soft"> · {say('rules.accountability')}</span>}
              </li>
            ))}
          </ol>
        </>
      )}
    </>
  );
}
