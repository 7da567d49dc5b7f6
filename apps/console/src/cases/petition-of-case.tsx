import { Link } from 'react-router';
import { useLanguage } from '../language/language';
import { useUnitName } from '../reference/reference-data';
import { useRulePack } from '../rules/rules-data';
import type { CaseView } from './case';
import { PetitionProgress } from './petition-progress';

/** Instance, opinions and decisions of a petition; nothing for other kinds of cases, and before there is any. */
export function PetitionOfCase({ of: about }: { readonly of: CaseView }) {
  const { say, of } = useLanguage();
  const unitName = useUnitName();
  const { petition, instance = null, rulePack } = about;
  const rules = useRulePack(petition?.refusal && rulePack).data?.petition;
  if (!petition) return null;
  const ground = rules?.refusals.find(({ id }) => id === petition.refusal?.ground);
  return (
    <section className="panel" aria-labelledby="petition-heading">
      <h2 id="petition-heading">{say('petition.heading')}</h2>
      <PetitionProgress
        of={{
          ...petition,
          instance,
          opinions: petition.opinions.map((opinion) => ({ ...opinion, unitName: unitName(opinion.unit) })),
        }}
        ground={ground && `${of(ground.text)}（${ground.article}）`}
        earlier={petition.earlier && <Link to={`/cases/${petition.earlier}`}>{petition.earlier}</Link>}
      />
    </section>
  );
}
