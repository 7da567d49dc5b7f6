import { CalculatorOutlined } from '@ant-design/icons';
import type { ClockStatus } from '@wangge/domain/cases/case-state';
import { Link } from 'react-router';
import { useLanguage } from '../language/language';
import { calculatorAddress } from '../rules/calculator-address';
import { Due, Flag, type Tone } from '../shown/due';
import { dueText, instantText } from '../shown/instant';
import type { CaseView, Clock } from './case';
import { useClockName } from './clock-name';

const TONES: Readonly<Record<ClockStatus, Tone>> = {
  running: 'plain',
  suspended: 'soon',
  met: 'good',
  missed: 'late',
  cancelled: 'was',
};
const ORDER: readonly ClockStatus[] = ['running', 'suspended', 'missed', 'met', 'cancelled'];

interface ClockListProperties {
  readonly of: Pick<CaseView, 'clocks' | 'rulePack'>;
  /** The calculator knows nothing of what was granted, so that it would answer another date. */
  readonly extended: boolean;
}

/** Every time limit of a case: what runs first, then what is over. */
export function ClockList({ of: { clocks, rulePack }, extended }: ClockListProperties) {
  const { say } = useLanguage();
  const nameOf = useClockName(rulePack);
  const sorted = [...clocks].sort((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status));
  return (
    <ul className="clocks">
      {sorted.map((clock) => (
        <li key={clock.id} className={`clock clock-${clock.status}`}>
          <div className="clock-what">
            <strong>{nameOf(clock)}</strong>
            <span className="soft">{clock.article}</span>
          </div>
          <dl className="clock-when">
            <div>
              <dt>{say('clock.started')}</dt>
              <dd>{instantText(clock.startedAt)}</dd>
            </div>
            <div>
              <dt>{say('clock.due')}</dt>
              <dd>
                <ClockDue clock={clock} />
                {clock.provisional && <Flag tone="was">{say('clock.provisional')}</Flag>}
              </dd>
            </div>
            {clock.endedAt !== undefined && (
              <div>
                <dt>{say('clock.ended')}</dt>
                <dd>{instantText(clock.endedAt)}</dd>
              </div>
            )}
          </dl>
          <div className="clock-state">
            <Flag tone={TONES[clock.status]}>{say(`clock.status.${clock.status}`)}</Flag>
            {!extended && (
              <Link to={calculatorAddress(rulePack, clock)}>
                <CalculatorOutlined aria-hidden /> {say('clock.explain')}
              </Link>
            )}
          </div>
          {clock.suspensions.length > 0 && <Suspensions of={clock} />}
        </li>
      ))}
    </ul>
  );
}

function ClockDue({ clock }: { readonly clock: Clock }) {
  const { say } = useLanguage();
  if (clock.dueAt === null) return <span>{say('clock.no-due')}</span>;
  if (clock.status === 'running') return <Due dueAt={clock.dueAt} />;
  return <time dateTime={clock.dueAt}>{dueText(clock.dueAt)}</time>;
}

/** The ledger of suspensions (挂账): from when to when, why, by whom. */
function Suspensions({ of: { suspensions } }: { readonly of: Clock }) {
  const { say } = useLanguage();
  return (
    <ul className="suspensions" aria-label={say('clock.suspensions')}>
      {suspensions.map(({ from, to, reason, by }) => (
        <li key={from}>
          <Flag tone="soon">{say('clock.status.suspended')}</Flag> {instantText(from)} –{' '}
          {to === null ? say('clock.still-suspended') : instantText(to)} · {reason} · {by}
        </li>
      ))}
    </ul>
  );
}
