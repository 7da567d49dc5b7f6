import { useLanguage } from '../language/language';
import type { CaseEvent } from './case';
import { ordinaryCourse, stageText } from './process-texts';

interface StageStepsProperties {
  readonly kind: string;
  readonly stage: string;
  /** The audit trail, which tells how far a case came that left the ordinary course. */
  readonly events?: readonly Pick<CaseEvent, 'from' | 'to'>[];
}

/** How far along the course a case is; one that left it stands where it left. */
export function positionOn(
  course: readonly string[],
  stage: string,
  events: StageStepsProperties['events'] = [],
): number {
  const reached = [stage, ...events.flatMap(({ from, to }) => [from, to]).toReversed()];
  return course.indexOf(reached.find((one) => course.includes(one)) ?? '');
}

/** The steps of the ordinary course with the one that the case is at. */
export function StageSteps({ kind, stage, events }: StageStepsProperties) {
  const { say, of } = useLanguage();
  const course = ordinaryCourse(kind);
  const position = positionOn(course, stage, events);
  const left = !course.includes(stage);
  return (
    <ol className="steps" aria-label={say('steps.heading')}>
      {course.map((step, index) => {
        const state = index < position ? 'done' : index > position ? 'ahead' : left ? 'left' : 'here';
        return (
          <li key={step} className={`step step-${state}`} aria-current={index === position ? 'step' : undefined}>
            <span className="step-mark" aria-hidden="true">
              {state === 'done' ? '✓' : index + 1}
            </span>
            <span className="step-name">
              {of(stageText(kind, step))}
              {state === 'left' && <strong> · {of(stageText(kind, stage))}</strong>}
              <span className="only-read">{say(`steps.${state}`)}</span>
            </span>
          </li>
        );
      })}
    </ol>
  );
}
