import { createHash } from 'node:crypto';
import { columnName, type Cells, type Field } from './read-rows.ts';

/**
 * How a row of New York's 311 stands for a hotline matter here. Every rule depends on the row, and where it says so on
 * the grids of the installation, and on nothing else: the same row means the same in every file and every run.
 *
 * | Row | Here |
 * |---|---|
 * | Unique Key | `externalId`; the channel is always `nyc311`, so that a key is filed once whatever else changes |
 * | Created Date | `receivedAt`: the date and time as written, taken as Zhengzhou's (+08:00) |
 * | Complaint Type | matter item `nyc-<slug>-<hash of the text>`, class `nyc-311` |
 * | Agency | unit `nyc-<agency>`; with a hash where the text is more than capitals and digits |
 * | Community Board | a community grid: see `GridRule` |
 * | Status | how far the case is handled: see `targetOf` |
 * | Complaint Type, Descriptor | title and claim, cut to their limits |
 * | address, dates, channel type … | lines of the description |
 * | Resolution Description | what the unit answers (`feedback`) |
 *
 * An item's responsibility row names the agency with the most rows of it in the file (of several the first by name),
 * for the whole city; a row that exists stays. Where a case's own agency is another one, an officer takes the
 * assignment back and assigns it.
 *
 * Clocks run by the rules as for any matter: only the 30 minutes for registration count from the Created Date and are
 * missed by every old row; all later clocks count from what is done here.
 */
export const CHANNEL = 'nyc311';
export const ITEM_CLASS = { code: 'nyc-311', name: 'NYC 311' };
/** Codes of units, items, posts and responsibilities begin with it. */
export const PREFIX = 'nyc-';

/** How far a case is to be handled; it may be further on. */
export type Target = 'assigned' | 'handling' | 'closed';

const TARGETS: Readonly<Record<string, Target>> = {
  closed: 'closed',
  'closed - testing': 'closed',
  'in progress': 'handling',
  started: 'handling',
  assigned: 'assigned',
  open: 'assigned',
  pending: 'assigned',
  'email sent': 'assigned',
  draft: 'assigned',
  unspecified: 'assigned',
};

/** The stage for a status. What is not in the table is open: it is dispatched and lies with its unit. */
export const targetOf = (status: string): Target => TARGETS[status.toLowerCase()] ?? 'assigned';

/** Small letters, digits and single hyphens; may be empty. */
const slugOf = (text: string, most: number): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, most)
    .replace(/^-|-$/g, '');

/** 48 bits of SHA-256: texts that look alike as slugs keep codes of their own. */
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);
const codeOf = (text: string): string => [slugOf(text, 40), hashOf(text)].filter((part) => part !== '').join('-');

export const itemCodeOf = (complaintType: string): string => PREFIX + codeOf(complaintType);
export const unitCodeOf = (agency: string): string =>
  PREFIX + (/^[A-Z0-9]{1,20}$/.test(agency) ? agency.toLowerCase() : codeOf(agency));

const BOROUGHS = ['MANHATTAN', 'BRONX', 'BROOKLYN', 'QUEENS', 'STATEN ISLAND'];
const BOARDS_PER_BOROUGH = 100;
const SLOTS = (BOROUGHS.length + 1) * BOARDS_PER_BOROUGH;

/**
 * The slot of a board from 0 to 599: a hundred for each borough in New York's own order from 100 on (`09 QUEENS` is
 * 409, `Unspecified QUEENS` 400), and 0 to 99 by hash for any other text.
 */
export function boardSlotOf(board: string): number {
  const [, number, borough] = /^(\d{1,2}|UNSPECIFIED) (.+)$/.exec(board.toUpperCase()) ?? [];
  const place = borough === undefined ? -1 : BOROUGHS.indexOf(borough);
  if (place < 0) return Number.parseInt(hashOf(board), 16) % BOARDS_PER_BOROUGH;
  return (place + 1) * BOARDS_PER_BOROUGH + (number === 'UNSPECIFIED' ? 0 : Number(number));
}

/**
 * Community Board → grid. `0 Unspecified` and an empty cell are the whole city. Every other board is a community: the
 * slots are spread evenly over the installation's community grids in the order of their codes, so that no two
 * boards share a grid where there are 600 communities or more, and the boards of a borough lie in a row.
 */
export class GridRule {
  private readonly city: string;
  private readonly communities: readonly string[];

  constructor(grids: { readonly city: string; readonly communities: readonly string[] }) {
    this.city = grids.city;
    this.communities = [...grids.communities].sort();
  }

  gridOf(board: string): string {
    const { length } = this.communities;
    if (length === 0 || board === '' || board.toUpperCase() === '0 UNSPECIFIED') return this.city;
    const slot = boardSlotOf(board);
    return this.communities[length < SLOTS ? slot % length : slot * Math.floor(length / SLOTS)]!;
  }
}

/** A row as it is to be filed and handled. */
export interface Matter {
  readonly externalId: string;
  readonly receivedAt: string;
  readonly agency: string;
  readonly agencyName: string;
  readonly complaintType: string;
  readonly title: string;
  readonly claim: string;
  readonly description: string;
  readonly resolution: string;
  readonly board: string;
  readonly target: Target;
}

/**
 * What a row says, or why it cannot be filed. The same row gives the same matter.
 * @param now instant in ms that no row may lie after
 */
export function matterOf(cells: Cells, now: number): Matter | { reason: string } {
  const externalId = lineOf(cells.uniqueKey, 101);
  const complaintType = lineOf(cells.complaintType, 200);
  const agency = lineOf(cells.agency, 200);
  if (externalId === '') return missing('uniqueKey');
  if (externalId.length > 100) return { reason: 'Unique Key 超过100个字符 / is longer than 100 characters' };
  if (agency === '') return missing('agency');
  if (complaintType === '') return missing('complaintType');
  if (cells.createdDate === '') return missing('createdDate');
  const receivedAt = instantOf(cells.createdDate);
  if (receivedAt === undefined) return notADate('createdDate', cells.createdDate);
  if (Date.parse(receivedAt) > now)
    return { reason: `Created Date 在将来 / lies in the future: ${lineOf(cells.createdDate, 40)}` };
  if (cells.closedDate !== '' && instantOf(cells.closedDate) === undefined)
    return notADate('closedDate', cells.closedDate);
  const descriptor = lineOf(cells.descriptor, 2_000);
  return {
    externalId,
    receivedAt,
    agency,
    agencyName: lineOf(cells.agencyName, 200) || agency,
    complaintType,
    title: cut(descriptor === '' ? complaintType : `${complaintType}: ${descriptor}`, 200),
    claim: descriptor || complaintType,
    description: descriptionOf(cells),
    resolution: textOf(cells.resolution, 5_000),
    board: lineOf(cells.communityBoard, 200),
    target: targetOf(lineOf(cells.status, 100)),
  };
}

const missing = (field: Field) => ({ reason: `缺少 ${columnName(field)} / there is no ${columnName(field)}` });
const notADate = (field: Field, text: string) => ({
  reason: `${columnName(field)} 不是有效日期 / is no date: ${lineOf(text, 40)}`,
});

/** What the description says of a row, a line each. The address stands here and nowhere else. */
const DESCRIBED: readonly Field[] = [
  'descriptor',
  'locationType',
  'incidentAddress',
  'crossStreet1',
  'crossStreet2',
  'intersectionStreet1',
  'intersectionStreet2',
  'landmark',
  'city',
  'borough',
  'incidentZip',
  'communityBoard',
  'agencyName',
  'channelType',
  'createdDate',
  'closedDate',
  'status',
];

const descriptionOf = (cells: Cells): string =>
  DESCRIBED.flatMap((field) => {
    const value = lineOf(cells[field], 1_000);
    return value === '' ? [] : [`${columnName(field)}: ${value}`];
  }).join('\n');

const AMERICAN = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?:,? +(\d{1,2}):(\d{2})(?::(\d{2}))?(?: *([AP])\.?M\.?)?)?$/i;
const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?)?$/;

/**
 * `06/26/2018 10:58:54 AM`, or `2018-06-26T10:58:54` as the data's API writes it, as that time in Zhengzhou. Undefined
 * for what is no date of the calendar and no time of the day.
 */
export function instantOf(text: string): string | undefined {
  const iso = ISO.exec(text);
  const american = iso ? null : AMERICAN.exec(text);
  if (!iso && !american) return undefined;
  const [year, month, day] = iso ? [iso[1], iso[2], iso[3]] : [american![3], american![1], american![2]];
  const [hours = '0', minutes = '0', seconds = '0'] = (iso ?? american!).slice(4, 7) as (string | undefined)[];
  const half = american?.[7]?.toUpperCase();
  if (half !== undefined && (Number(hours) < 1 || Number(hours) > 12)) return undefined;
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (half === 'P' ? 12 : 0);
  const two = (value: number | string | undefined) => String(value).padStart(2, '0');
  const local = `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minutes)}:${two(seconds)}`;
  const read = new Date(`${local}Z`);
  // JavaScript reads February 30 as March 1: what is written back must be what was read.
  if (Number.isNaN(read.getTime()) || read.toISOString().slice(0, 19) !== local) return undefined;
  return `${local}+08:00`;
}

/** The API refuses them. */
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/** Text as the API takes it: trimmed, at most `most` UTF-16 units, no half of a pair at the end. */
const textOf = (text: string, most: number): string => cut(text.replace(CONTROL, ' ').trim(), most);
/** The same on one line. */
const lineOf = (text: string, most: number): string => textOf(text.replace(/\s+/g, ' '), most);

const cut = (text: string, most: number): string =>
  text.length <= most
    ? text
    : text
        .slice(0, most)
        .replace(/[\ud800-\udbff]$/, '')
        .trim();
