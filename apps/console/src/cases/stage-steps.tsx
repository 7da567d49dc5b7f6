import { useLanguage } from '../language/language';
import { courseOf, stageText } from './process-texts';

interface StageStepsProperties {
  readonly kind: string;
  readonly stage: string;
  /** Stages that the case came to, the latest last: how far it came before it left the course, and which instances it went through. */
  readonly reached?: readonly string[];
}

/** More steps than these stand in two rows where the page is one column. */
const MOST_IN_A_ROW = 8;

/** How far along the course a case is; one that left it stands where it left. */
export function positionOn(course: readonly string[], stage: string, reached: readonly string[] = []): number {
  return course.indexOf([...reached, stage].findLast((one) => course.includes(one)) ?? '');
}

/** The steps of the ordinary course with the one that the case is at. */
export function StageSteps({ kind, stage, reached = [] }: StageStepsProperties) {
  const { say, of } = useLanguage();
  const course = courseOf(kind, [...reached, stage]);
  const position = positionOn(course, stage, reached);
  const left = !course.includes(stage);
  // It left the course, and nobody here knows where: a petitioner reads no audit trail.
  if (position < 0) return null;
  return (
    <ol className={course.length > MOST_IN_A_ROW ? 'steps steps-many' : 'steps'} aria-label={say('steps.heading')}>
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
