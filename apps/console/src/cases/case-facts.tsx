import { DownloadOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useLanguage } from '../language/language';
import { useGrid, useItemName, usePlaceName, useUnitName } from '../reference/reference-data';
import { instantText } from '../shown/instant';
import { type CaseView, useSuggestions } from './case';
import { ChannelName } from './channels';

/** What the case is about and who has to do with it. */
export function CaseFacts({ of: about }: { readonly of: CaseView }) {
  const { say } = useLanguage();
  const itemName = useItemName();
  const unitName = useUnitName();
  const place = usePlaceName()(about.gridCode);
  const grid = useGrid(about.gridCode).data;
  const { location, responsible, extensionRequest } = about;
  const suggestions = useSuggestions(about.number).data;
  const facts: [label: string, shown: ReactNode][] = [
    [
      say('case.item'),
      <>
        {itemName(about.matterItem)}
        {about.approach === 'self-governance' && <span className="soft"> · {say('case.self-governance')}</span>}
      </>,
    ],
    [
      say('case.place'),
      <>
        {place} {grid && !place.endsWith(grid.name) && grid.name} <span className="soft">{about.gridCode}</span>
        {'lon' in location && (
          <span className="soft">
            {' '}
            · {location.lon}, {location.lat}
          </span>
        )}
      </>,
    ],
    [say('case.received'), instantText(about.receivedAt)],
    [say('case.channel'), <ChannelName key="channel" code={about.channel} />],
  ];
  if (about.externalId !== null) facts.push([say('case.external'), about.externalId]);
  facts.push([
    say('case.responsible'),
    responsible ? (
      <>
        <strong>{unitName(responsible.unit)}</strong>
        {responsible.person !== null && ` · ${responsible.person}`}
      </>
    ) : (
      <span className="soft">{say('case.nobody')}</span>
    ),
  ]);
  if (about.jointHandlers.length > 0)
    facts.push([
      say('case.joint'),
      about.jointHandlers.map(({ unit, status }) => `${unitName(unit)}（${say(`joint.${status}`)}）`).join('、'),
    ]);
  if (about.firstReceiver !== null && about.firstReceiver !== responsible?.unit)
    facts.push([say('case.first-receiver'), unitName(about.firstReceiver)]);
  if (about.supervisingUnit !== null)
    facts.push([say(about.kind === 'petition' ? 'case.above' : 'case.supervising'), unitName(about.supervisingUnit)]);
  if (about.transferredTo !== null) facts.push([say('case.transferred-to'), about.transferredTo]);
  if (about.mergedInto !== null)
    facts.push([say('query.merged-into'), <CaseLink key="into" number={about.mergedInto} />]);
  if (suggestions && suggestions.merged.length > 0)
    facts.push([
      say('case.merged'),
      <>
        {suggestions.merged.map((number) => (
          <CaseLink key={number} number={number} />
        ))}
      </>,
    ]);
  if (suggestions?.repeated.isRepeated)
    facts.push([
      say('case.repeated'),
      say('case.repeated-times', { days: suggestions.repeated.days, count: suggestions.repeated.count }),
    ]);
  if (about.tolerated) facts.push([say('case.tolerated'), say('case.tolerated-yes')]);
  if (extensionRequest !== null)
    facts.push([
      say('case.extension-asked'),
      say('case.extension-of', {
        length: extensionRequest.days,
        clock: extensionRequest.clockId,
        by: extensionRequest.by,
      }),
    ]);
  if (about.recused.length > 0) facts.push([say('case.recused'), about.recused.join('、')]);
  if (about.reworks > 0) facts.push([say('case.reworks'), about.reworks]);
  if (about.reopenings > 0) facts.push([say('case.reopenings'), about.reopenings]);
  facts.push([
    say('case.rule-pack'),
    <Link key="pack" to={`/rules/${about.rulePack.id}/${about.rulePack.version}`}>
      {about.rulePack.id} · {say('rules.version', { version: about.rulePack.version })}
    </Link>,
  ]);
  return (
    <>
      <dl className="facts">
        {facts.map(([label, shown]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{shown}</dd>
          </div>
        ))}
      </dl>
      {about.claims.length > 0 && (
        <section>
          <h3>{say('case.claims')}</h3>
          <ol>
            {about.claims.map((claim) => (
              <li key={claim}>{claim}</li>
            ))}
          </ol>
        </section>
      )}
      {about.description && (
        <section>
          <h3>{say('case.description')}</h3>
          <p className="as-written">{about.description}</p>
        </section>
      )}
      {about.evidence.length > 0 && (
        <section>
          <h3>{say('case.evidence')}</h3>
          <EvidenceLinks ids={about.evidence} />
        </section>
      )}
    </>
  );
}

const CaseLink = ({ number }: { readonly number: string }) => (
  <>
    <Link to={`/cases/${number}`}>{number}</Link>{' '}
  </>
);

/** Stored files by the beginning of their hash; each is a download. */
export function EvidenceLinks({ ids }: { readonly ids: readonly string[] }) {
  const { say } = useLanguage();
  return (
    <ul className="files">
      {ids.map((id) => (
        <li key={id}>
          <a href={`/api/v1/evidence/${id}`} download title={`SHA-256 ${id}`}>
            <DownloadOutlined aria-hidden /> {say('evidence.file', { id: id.slice(0, 10) })}
          </a>
        </li>
      ))}
    </ul>
  );
}
