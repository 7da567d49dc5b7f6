import type { CaseEvent } from '@wangge/contracts/events';
import { processOf } from '@wangge/domain/cases/processes';

const CLOCK_EVENTS: Readonly<Record<string, string>> = {
  warn: '即将到期',
  expire: '已逾期',
  escalate: '逾期升级',
  replan: '到期日变动',
};

function whatHappened({ kind, command, from, stage }: CaseEvent): string {
  // A right that runs out moves the case on; nobody is late.
  if (command === 'expire' && from !== stage) return '期限届满';
  return CLOCK_EVENTS[command] ?? processOf(kind).commands[command]?.text.zh ?? command;
}

/** Subject and body of a notice, in Chinese first. It names the case and the duty, never the petitioner. */
export function noticeOf(event: CaseEvent, publicUrl: string): { subject: string; text: string } {
  const what = whatHappened(event);
  return {
    subject: `【网格】${event.number} ${what}`,
    text: [
      `事项 ${event.number}：${what}`,
      `事项类别：${event.matterItem}　网格：${event.gridCode}`,
      `承办：${event.unit ?? '—'}${event.person ? ` / ${event.person}` : ''}`,
      ...(event.dueAt ? [`到期：${event.dueAt}`] : []),
      '',
      `${publicUrl}/petitions/${event.number}`,
    ].join('\n'),
  };
}
