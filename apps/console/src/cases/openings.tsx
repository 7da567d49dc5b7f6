import { useLanguage } from '../language/language';
import { instantText } from '../shown/instant';
import { Nothing } from '../shown/outcome';

/** A reading of the petitioners' data, or its erasure. Who and why are for those who check on the platform. */
export interface Opening {
  readonly command: 'open' | 'erase';
  readonly what: 'petitioners' | 'document' | null;
  readonly at: string;
  readonly actor?: string;
  readonly reason?: string;
}

interface OpeningsProperties<One extends Opening> {
  readonly of: readonly One[];
  readonly unitOf: (opening: One) => string | null;
  /** Kind of a document that was read, in words. */
  readonly reasonOf?: (opening: One) => string | undefined;
}

/** Which unit read the petitioners' data, when, and what of it; the latest first. */
export function Openings<One extends Opening>({ of: openings, unitOf, reasonOf }: OpeningsProperties<One>) {
  const { say } = useLanguage();
  if (openings.length === 0) return <Nothing title={say('openings.none')} />;
  return (
    <ul className="rows">
      {openings.map((opening, index) => (
        <li key={`${opening.at} ${index}`} className="row">
          <div className="row-what">
            <strong>{opening.command === 'erase' ? say('openings.erased') : (unitOf(opening) ?? '')}</strong>
            <span className="soft">
              <time dateTime={opening.at}>{instantText(opening.at)}</time>
              {opening.what !== null && ` · ${say(`openings.${opening.what}`)}`}
              {opening.actor !== undefined && opening.command === 'open' && ` · ${opening.actor}`}
            </span>
            {reasonOf?.(opening) && <span className="as-written">{reasonOf(opening)}</span>}
          </div>
        </li>
      ))}
    </ul>
  );
}
