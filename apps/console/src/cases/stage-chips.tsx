import { useLanguage } from '../language/language';
import { stageOrder, stageText, stageTextOfAny } from './process-texts';

interface StageChipsProperties {
  readonly counts: { readonly total: number; readonly byStage: ReadonlyMap<string, number> } | undefined;
  readonly stage: string | undefined;
  /** Of which kind the cases are, where that is told: its own names for stages that several kinds have. */
  readonly kind?: string;
  readonly onChange: (stage: string | undefined) => void;
}

/** How many there are at each stage; pressing one shows only those. */
export function StageChips({ counts, stage, kind, onChange }: StageChipsProperties) {
  const { say, of } = useLanguage();
  const stages = [...new Set([...(counts?.byStage.keys() ?? []), ...(stage === undefined ? [] : [stage])])];
  return (
    <div className="chips" role="group" aria-label={say('cases.stage')}>
      <Chip pressed={stage === undefined} count={counts?.total} onPress={() => onChange(undefined)}>
        {say('filter.all')}
      </Chip>
      {stages.sort(stageOrder).map((one) => (
        <Chip
          key={one}
          pressed={stage === one}
          count={counts && (counts.byStage.get(one) ?? 0)}
          onPress={() => onChange(stage === one ? undefined : one)}
        >
          {of(kind === undefined ? stageTextOfAny(one) : stageText(kind, one))}
        </Chip>
      ))}
    </div>
  );
}

interface ChipProperties {
  readonly pressed: boolean;
  readonly count: number | undefined;
  readonly onPress: () => void;
  readonly children: React.ReactNode;
}

function Chip({ pressed, count, onPress, children }: ChipProperties) {
  return (
    <button type="button" className="chip" aria-pressed={pressed} onClick={onPress}>
      {children} {count !== undefined && <span className="chip-count">{count}</span>}
    </button>
  );
}
