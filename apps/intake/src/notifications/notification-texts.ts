import type { CaseEvent } from '@wangge/contracts/events';
import { matterProcess } from '@wangge/domain/cases/matter.process';

const CLOCK_EVENTS: Readonly<Record<string, string>> = {
  warn: '即将到期',
  expire: '已逾期',
  escalate: '逾期升级',
  replan: '到期日变动',
};

/** Subject and body of a notice, in Chinese first. It names the case and the duty, never the petitioner. */
export function noticeOf(event: CaseEvent, publicUrl: string): { subject: string; text: string } {
  const commands: Readonly<Record<string, { text: { zh: string } }>> = matterProcess.commands;
  const what = CLOCK_EVENTS[event.command] ?? commands[event.command]?.text.zh ?? event.command;
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
