import { useLanguage } from '../language/language';

/** The number of a case, marked where it is a petition; a matter, which most cases are, has no mark. */
export function CaseNumber({
  of: { number, kind },
}: {
  readonly of: { readonly number: string; readonly kind: string };
}) {
  const { say } = useLanguage();
  return (
    <span className="number">
      {number}
      {kind === 'petition' && <span className="kind-mark">{say('kind.petition-mark')}</span>}
    </span>
  );
}
