import { type Act, type CaseState, type ClockState } from '@wangge/domain/cases/case-state';
import type { Process } from '@wangge/domain/cases/process';

/** Instants as people read them in China: `2026-03-04 09:30`. */
function inShanghai(instant: string): string {
  return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
}

const INSTANCE = { handling: '一级 办理', review: '二级 复查', 're-review': '三级 复核' } as const;
const MOMENTS = { warn: '预警', expire: '到期', escalate: '升级' } as const;
const STATUS: Record<ClockState['status'], string> = {
  running: '计时中',
  suspended: '挂账',
  met: '按期',
  missed: '超期',
  cancelled: '终止',
};

/** What a running timer stands for, for the timeline: `信访工作条例 第34条 60日办结 · 2026-03-04`. */
export function clockSummary(clock: ClockState): string {
  const moment =
    clock.next && clock.next.kind !== 'expire'
      ? ` · ${MOMENTS[clock.next.kind]}${clock.next.rung ? ` ${clock.next.rung}` : ''}`
      : '';
  return `${clock.article} ${clock.label}${clock.dueDate ? ` · ${clock.dueDate}` : ''}${moment}`.slice(0, 190);
}

/** What a recording writes down, for the timeline. */
export const recordSummary = (process: Process, acts: readonly Act[]): string =>
  acts.map((act) => process.commands[act.command]?.text.zh ?? '时限到达').join('、');

function clockLine(clock: ClockState): string {
  const due = clock.dueAt ? inShanghai(clock.dueAt) : '—';
  const next = clock.next ? `${MOMENTS[clock.next.kind]} ${inShanghai(clock.next.at)}` : '—';
  return `| ${clock.label} | ${clock.article} | ${clock.unit ?? ''} | ${due}${clock.provisional ? '（暂定）' : ''} | ${STATUS[clock.status]} | ${next} |`;
}

function ledger(clocks: readonly ClockState[]): string[] {
  const lines = clocks.flatMap((clock) =>
    clock.suspensions.map(
      (one) => `- ${clock.label}: ${inShanghai(one.from)} → ${one.to ? inShanghai(one.to) : '…'} ${one.by}`,
    ),
  );
  return lines.length === 0 ? [] : ['', '**挂账台账**', ...lines];
}

/** Of a petition the organ above who holds it and the opinions given so far, each with its organ and the day on which the petitioner received it. */
function instances({ petition, supervisingUnit }: CaseState): string[] {
  if (!petition) return [];
  return [
    ...(supervisingUnit ? [`- 上一级: ${supervisingUnit}`] : []),
    ...petition.opinions.map(
      ({ instance, unit, givenAt, servedOn }) =>
        `- ${INSTANCE[instance]}意见: ${unit} ${inShanghai(givenAt)} · ${servedOn ? `送达 ${servedOn}` : '待送达'}`,
    ),
  ];
}

/** The case in a few lines of markdown: stage and instance, who holds it, every clock with its article, what it waits for. */
export function caseDetails(process: Process, state: CaseState): string {
  const stage = process.stages[state.stage];
  const holder = state.responsible
    ? `${state.responsible.unit}${state.responsible.person ? ` / ${state.responsible.person}` : ''}`
    : '—';
  const waiting = Object.keys(stage?.on ?? {}).map((command) => process.commands[command]?.text.zh ?? command);
  return [
    `**${stage?.text.zh ?? state.stage}** (${state.stage})${state.overdue ? ' · **逾期**' : ''}`,
    '',
    ...(stage?.instance ? [`- 审级: ${INSTANCE[stage.instance]}`] : []),
    `- 承办: ${holder}`,
    `- 网格: ${state.gridCode} · 事项: ${state.matterItem} · 规则: ${state.rulePack.id}@${state.rulePack.version}`,
    ...instances(state),
    ...(state.jointHandlers.length > 0
      ? [`- 联办: ${state.jointHandlers.map((one) => `${one.unit} (${one.status})`).join('、')}`]
      : []),
    ...(waiting.length > 0 ? [`- 等待: ${waiting.join('、')}`] : []),
    ...(state.clocks.length > 0
      ? [
          '',
          '| 时限 | 依据 | 单位 | 到期 | 状态 | 下一步 |',
          '|---|---|---|---|---|---|',
          ...state.clocks.map(clockLine),
        ]
      : []),
    ...ledger(state.clocks),
  ].join('\n');
}
