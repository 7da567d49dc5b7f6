import { Link } from 'react-router';
import { useLanguage } from '../language/language';
import { instantText } from '../shown/instant';
import type { Suggestions } from './case';
import { StageTag } from './stage-tag';

/** What may be the same matter, or answered it before: suggestions; a person decides. */
export function SimilarCases({ of: similar }: { readonly of: Suggestions['similar'] }) {
  const { say } = useLanguage();
  return (
    <section className="panel" aria-labelledby="similar-heading">
      <h2 id="similar-heading">{say('case.similar')}</h2>
      <p className="soft">{say('case.similar-why')}</p>
      <ul className="rows">
        {similar.map(({ number, kind, title, stage, receivedAt }) => (
          <li key={number} className="row">
            <Link to={`/cases/${number}`} className="case-link">
              <span>{title}</span>
              <span className="number">
                {number} · {instantText(receivedAt)}
              </span>
            </Link>
            <div className="row-end">
              <StageTag kind={kind} stage={stage} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
