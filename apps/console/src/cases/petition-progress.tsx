import type { Instance, OpinionOutcome, PetitionFile, PetitionRoute } from '@wangge/domain/cases/petition-file';
import type { ReactNode } from 'react';
import { useLanguage } from '../language/language';
import { Flag } from '../shown/due';
import { instantText } from '../shown/instant';
import { INSTANCE_TEXTS, OPINION_TEXTS, OUTCOME_TEXTS, ROUTE_TEXTS } from './petition-texts';

/** An opinion of one instance; its words are in the document. */
export interface GivenOpinion {
  readonly instance: Instance;
  readonly unitName: string;
  readonly givenAt: string;
  readonly outcome?: OpinionOutcome | null;
  /** Local date. */
  readonly servedOn?: string | null;
}

/** How far a petition came by 信访工作条例, as its handlers and its petitioner may both know it. */
export interface Progress {
  readonly instance: Instance | null;
  readonly route?: PetitionRoute | null;
  readonly ledTo?: PetitionFile['ledTo'] | null;
  readonly extension?: PetitionFile['extension'] | null;
  readonly refusal?: PetitionFile['refusal'] | null;
  readonly settled?: boolean;
  readonly opinions: readonly GivenOpinion[];
}

interface PetitionProgressProperties {
  readonly of: Progress;
  /** The ground of a refusal in the words of the rules, for whoever may read those. */
  readonly ground?: string;
  /** The petition that answered the same claim to the end (第36条). */
  readonly earlier?: ReactNode;
}

/** Instance, way, and what was decided on the way with its reason. */
export function PetitionProgress({ of: progress, ground, earlier }: PetitionProgressProperties) {
  const { say, of } = useLanguage();
  const { instance, route, ledTo, extension, refusal, settled, opinions } = progress;
  const facts: [label: string, shown: ReactNode][] = [];
  if (instance !== null) facts.push([say('petition.instance'), of(INSTANCE_TEXTS[instance])]);
  if (route) facts.push([say('petition.route'), of(ROUTE_TEXTS[route])]);
  if (ledTo)
    facts.push(
      [say('field.procedure'), ledTo.procedure],
      [say('field.basis'), ledTo.basis],
      [say('petition.why-led'), ledTo.reason],
    );
  if (extension) {
    const { days, reason } = extension;
    // Rules that count exact time extend by an ISO 8601 duration.
    const length = typeof days === 'number' ? `${days} ${say('unit.days')}` : days;
    facts.push([say('petition.extended'), say('petition.extended-by', { length, reason })]);
  }
  if (refusal) {
    facts.push([say('petition.refused'), [ground, refusal.reason].filter(Boolean).join('：')]);
    if (refusal.goTo !== undefined) facts.push([say('petition.go-to'), refusal.goTo]);
  }
  if (earlier !== undefined) facts.push([say('petition.earlier'), earlier]);
  if (settled) facts.push([say('petition.settled'), say('answer.yes')]);
  return (
    <>
      {facts.length > 0 && (
        <dl className="facts">
          {facts.map(([label, shown]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd className="as-written">{shown}</dd>
            </div>
          ))}
        </dl>
      )}
      {opinions.length > 0 && <Opinions given={opinions} />}
    </>
  );
}

function Opinions({ given }: { readonly given: readonly GivenOpinion[] }) {
  const { say, of } = useLanguage();
  return (
    <ol className="rows" aria-label={say('petition.opinions')}>
      {given.map(({ instance, unitName, givenAt, outcome, servedOn }) => (
        <li key={`${instance} ${givenAt}`} className="row">
          <div className="row-what">
            <strong>{of(OPINION_TEXTS[instance])}</strong>
            <span className="soft">
              {unitName} · {instantText(givenAt)}
            </span>
          </div>
          <div className="row-end">
            {outcome && <Flag tone="plain">{of(OUTCOME_TEXTS[outcome])}</Flag>}
            {servedOn ? (
              <Flag tone="good">{say('petition.served-on', { date: servedOn })}</Flag>
            ) : (
              <Flag tone="soon">{say('petition.not-served')}</Flag>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}
