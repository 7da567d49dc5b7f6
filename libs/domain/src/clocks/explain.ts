import { DAY_MS, dayOf, formatDay, formatInstant, isWeekend, weekdayOf } from '../calendar/local-date';
import type { ClockRule } from './clock-rule';
import type { DayRun } from './count-days';
import type { TimeRun } from './count-time';
import type { Span } from './suspensions';

/** The explanation never has more lines; what is left out in the middle is counted. */
export const MAX_LINES = 400;

const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'];

/** With a space where the wording goes on. */
const range = (from: number, to: number): string =>
  from === to ? `${formatDay(from)}（${WEEKDAYS[weekdayOf(from)]}）` : `${formatDay(from)} … ${formatDay(to)} `;

/** `2 天 3 小时 30 分`. */
export function durationText(milliseconds: number): string {
  const parts: string[] = [];
  let rest = milliseconds;
  for (const [unit, length] of [
    ['天', DAY_MS],
    ['小时', 3_600_000],
    ['分', 60_000],
  ] as const) {
    const count = Math.floor(rest / length);
    if (count > 0) parts.push(`${count} ${unit}`);
    rest -= count * length;
  }
  if (rest > 0 || parts.length === 0) parts.push(`${rest / 1000} 秒`);
  return parts.join(' ');
}

/** Hours only, for working time: a working day has no 24 hours. */
export function workText(milliseconds: number): string {
  const hours = Math.floor(milliseconds / 3_600_000);
  const rest = milliseconds - hours * 3_600_000;
  if (hours === 0) return durationText(rest);
  return rest === 0 ? `${hours} 小时` : `${hours} 小时 ${durationText(rest)}`;
}

export interface Limit {
  readonly rule: ClockRule;
  readonly start: number;
  /** The amount of the rule and what an extension adds, in words. */
  readonly amountText: string;
  readonly extensionText: string | undefined;
}

const UNIT_TEXT = {
  calendarDay: '自然日',
  workingDay: '工作日',
  workingHour: '工作小时',
  elapsed: '连续计时',
} as const;

/** Where counting begins, how long it goes on, and by which article. */
export function explainLimit({ rule, start, amountText, extensionText }: Limit): string[] {
  const counted = rule.unit === 'calendarDay' || rule.unit === 'workingDay';
  return [
    `期限：${amountText}（${UNIT_TEXT[rule.unit]}），依据 ${rule.article}`,
    ...(extensionText === undefined ? [] : [extensionText]),
    counted
      ? `起算：${formatDay(dayOf(start))}（${formatInstant(start)}），开始当日不计入，自次日起算（《民法典》第201条）`
      : `起算：${formatInstant(start)}，自该时刻起计（《民法典》第201条）`,
  ];
}

export const explainOpen = (since: number): string => `自 ${formatInstant(since)} 起挂账尚未恢复，恢复前没有到期日`;

export const explainProvisional = (): string =>
  '部分年份的放假安排尚未公布，暂按周一至周五为工作日推算；公布后重新计算（暂定）';

function dayRunText(run: DayRun, unit: 'calendarDay' | 'workingDay'): string {
  const dates = range(run.from, run.to);
  const all = run.to - run.from + 1;
  switch (run.kind) {
    case 'suspended':
      return `${dates}挂账，${all} 日不计入`;
    case 'holiday':
      return `${dates}${run.name ?? '节假日'}放假，${all} 日不计入`;
    case 'makeUp':
      return `${dates}${run.name ?? ''}调休上班，计入 ${run.counted} 个工作日`;
    case 'counted':
      if (unit === 'calendarDay') return `${dates}计入 ${run.counted} 日`;
      if (run.counted === 0) return `${dates}周末，不计入`;
      return `${dates}计入 ${run.counted} 个工作日${all > run.counted ? `，周末 ${all - run.counted} 日不计入` : ''}`;
  }
}

/** Every date of a day clock once, dates that say the same joined. */
export function explainDays(runs: readonly DayRun[], unit: 'calendarDay' | 'workingDay'): string[] {
  return shortened(runs.map((run) => dayRunText(run, unit)));
}

/** The roll to a working day and the due date. */
export function explainDueDate(last: number, due: number, name: string | undefined): string[] {
  const why = name ? `${name}放假` : isWeekend(last) ? '周末' : '节假日';
  return [
    ...(last === due
      ? []
      : [
          `期限最后一日 ${formatDay(last)}（${WEEKDAYS[weekdayOf(last)]}）为${why}，顺延至工作日 ${formatDay(due)}（《民法典》第203条）`,
        ]),
    `到期：${formatDay(due)} 24:00`,
  ];
}

/** The suspensions that moved an elapsed clock, and its due instant. */
export function explainElapsed(suspended: readonly Span[], due: number): string[] {
  return [
    ...shortened(
      suspended.map(
        (span) =>
          `${formatInstant(span.from)} … ${formatInstant(span.to)} 挂账，${durationText(span.to - span.from)}不计入`,
      ),
    ),
    `到期：${formatInstant(due)}`,
  ];
}

function timeRunText(run: TimeRun): string {
  const dates = range(run.from, run.to);
  const lost = run.suspended > 0 ? `，挂账 ${workText(run.suspended)}不计入` : '';
  if (run.kind === 'holiday') return `${dates}${run.name ?? '节假日'}放假，不计入`;
  if (run.counted === 0)
    return run.suspended > 0 ? `${dates}挂账，工作时间 ${workText(run.suspended)}不计入` : `${dates}非工作时间，不计入`;
  const makeUp = run.name === undefined ? '' : `${run.name}调休上班，`;
  return `${dates}${makeUp}计入工作时间 ${workText(run.counted)}${lost}`;
}

/** Every date of a working-hour clock once, whole working days joined, and its due instant. */
export function explainWorkingTime(runs: readonly TimeRun[], due: number): string[] {
  return [...shortened(runs.map(timeRunText)), `到期：${formatInstant(due)}`];
}

function shortened(lines: string[]): string[] {
  const most = MAX_LINES - 20;
  if (lines.length <= most) return lines;
  return [
    ...lines.slice(0, most / 2),
    `（中间省略 ${lines.length - most} 行）`,
    ...lines.slice(lines.length - most / 2),
  ];
}
