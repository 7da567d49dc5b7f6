import type { CaseKind } from '@wangge/domain/cases/case-state';
import { processOf } from '@wangge/domain/cases/processes';
import { catalogueOf, type Language } from '@wangge/platform/messages/catalogue';
import type { CaseRow } from '../lists/list-petitions';

const texts = catalogueOf({
  number: { zh: '编号', en: 'Number' },
  kind: { zh: '类型', en: 'Kind' },
  stage: { zh: '环节', en: 'Stage' },
  title: { zh: '标题', en: 'Title' },
  matterItem: { zh: '事项', en: 'Matter item' },
  grid: { zh: '网格', en: 'Grid' },
  channel: { zh: '来源', en: 'Channel' },
  externalId: { zh: '外部编号', en: 'External number' },
  unit: { zh: '承办单位', en: 'Unit' },
  person: { zh: '承办人账号', en: 'Account of the handler' },
  receivedAt: { zh: '收到时间', en: 'Received at' },
  dueAt: { zh: '到期时间', en: 'Due at' },
  overdue: { zh: '是否逾期', en: 'Overdue' },
  closedAt: { zh: '结案时间', en: 'Closed at' },
  petition: { zh: '信访事项', en: 'Petition' },
  matter: { zh: '诉求', en: 'Matter' },
  yes: { zh: '是', en: 'yes' },
  no: { zh: '否', en: 'no' },
  sheet: { zh: '事项', en: 'Cases' },
});

/** `2026-03-04 09:30:00`, local time of Asia/Shanghai, as spreadsheets read it. */
const local = (at: Date | null): string =>
  at === null ? '' : new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

/**
 * Titles are written by whoever files, sometimes with a telephone or identity number in them: of seven digits and more
 * only the first three are left. Petitioners are sealed and no part of a list.
 */
const withoutNumbers = (title: string): string =>
  title.replace(/\d(?:[ -]?\d){6,}[xX]?/g, (digits) => `${digits.slice(0, 3)}****`);

const stageText = ({ kind, stage }: CaseRow, language: Language): string =>
  processOf(kind as CaseKind).stages[stage]?.text[language] ?? stage;

type Column = readonly [Parameters<typeof texts.say>[0], (row: CaseRow, language: Language) => string];

const COLUMNS: readonly Column[] = [
  ['number', (row) => row.number],
  ['kind', (row, language) => texts.say(row.kind === 'petition' ? 'petition' : 'matter', language)],
  ['stage', (row, language) => stageText(row, language)],
  ['title', (row) => withoutNumbers(row.title)],
  ['matterItem', (row) => row.matter_item],
  ['grid', (row) => row.grid_code],
  ['channel', (row) => row.channel],
  ['externalId', (row) => row.external_id ?? ''],
  ['unit', (row) => row.unit ?? ''],
  ['person', (row) => row.person ?? ''],
  ['receivedAt', (row) => local(row.received_at)],
  ['dueAt', (row) => local(row.due_at)],
  ['overdue', (row, language) => texts.say(row.overdue ? 'yes' : 'no', language)],
  ['closedAt', (row) => local(row.closed_at)],
];

export const headersOf = (language: Language): string[] => COLUMNS.map(([key]) => texts.say(key, language));
export const cellsOf = (row: CaseRow, language: Language): string[] => COLUMNS.map(([, cell]) => cell(row, language));
export const sheetName = (language: Language): string => texts.say('sheet', language);
