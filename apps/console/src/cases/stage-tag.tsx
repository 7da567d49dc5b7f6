import { useLanguage } from '../language/language';
import { isOver, stageText } from './process-texts';

/** The stage by its name. */
export function StageTag({ kind, stage }: { readonly kind: string; readonly stage: string }) {
  const { of } = useLanguage();
  const look = isOver(kind, stage) ? 'over' : stage === 'disputed' ? 'disputed' : 'open';
  return <span className={`stage stage-${look}`}>{of(stageText(kind, stage))}</span>;
}
