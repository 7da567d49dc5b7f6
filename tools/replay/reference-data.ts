import { stringify } from 'csv-stringify/sync';
import { Refusal } from '../repository.ts';
import { GridRule, ITEM_CLASS, itemCodeOf, PREFIX, unitCodeOf, type Matter } from './mapping-rules.ts';
import { problemOf, type PublicApi } from './public-api.ts';

/** Who does what: filing, verifying and closing are an officer's, handling is a handler's, and nobody verifies what he handled. */
export const ADMINISTRATOR = 'admin';
export const OFFICER = 'petition-officer';
export const HANDLER = 'handler-a';

/** What a file names, collected in a first reading: it grows with the different names, not with the rows. */
export class Survey {
  /** Agency → its names with how many rows have them. */
  readonly agencies = new Map<string, Map<string, number>>();
  /** Complaint type → agencies with how many of its rows they have. */
  readonly complaintTypes = new Map<string, Map<string, number>>();

  add({ agency, agencyName, complaintType }: Pick<Matter, 'agency' | 'agencyName' | 'complaintType'>): void {
    count(this.agencies, agency, agencyName);
    count(this.complaintTypes, complaintType, agency);
  }
}

function count(into: Map<string, Map<string, number>>, key: string, value: string): void {
  let counts = into.get(key);
  if (!counts) into.set(key, (counts = new Map<string, number>()));
  counts.set(value, (counts.get(value) ?? 0) + 1);
}

/** The value with the most rows; of several the first by name. */
export const mostFrequent = (counts: ReadonlyMap<string, number>): string =>
  [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]![0];

/** The rows of reference data that a file needs, by the path they are imported at. */
export function recordsFor(survey: Survey, city: string): Record<Kind, Record<string, string>[]> {
  const units = [...survey.agencies].map(([agency, names]) => ({
    code: unitCodeOf(agency),
    name: mostFrequent(names),
  }));
  const items = [...survey.complaintTypes].map(([name, agencies]) => ({
    code: itemCodeOf(name),
    name,
    leadUnit: unitCodeOf(mostFrequent(agencies)),
  }));
  return {
    units: units.map(({ code, name }) => ({ code, name, kind: 'line', gridCode: city, sample: 'true' })),
    'matter-items': items.map(({ code, name }) => ({
      code,
      name,
      class: ITEM_CLASS.code,
      className: ITEM_CLASS.name,
      sample: 'true',
    })),
    posts: units.map(({ code, name }) => ({
      code: `${code}-handler`,
      name: `${name} 承办人`.slice(-200),
      role: 'unit-handler',
      unit: code,
      person: HANDLER,
      sample: 'true',
    })),
    responsibilities: items.map(({ code, leadUnit }) => ({
      code: `${code}@${city}`,
      matterItem: code,
      gridCode: city,
      leadUnit,
      sample: 'true',
    })),
  };
}

/** Parents first. */
const KINDS = ['units', 'matter-items', 'posts', 'responsibilities'] as const;
type Kind = (typeof KINDS)[number];

/** An import takes at most 1 MiB. */
const ROWS_PER_IMPORT = 500;
/** The gateway remembers an account's posts for half a minute. */
const GRANTS_PATIENCE_MS = 120_000;

/**
 * Creates what the file needs and the installation has not, as the administrator: units, matter items, a handler's post
 * in every unit, responsibility for every item. What is there stays as it is. Resolves when the posts are in force.
 */
export async function prepareReferenceData(
  api: PublicApi,
  survey: Survey,
  report: (line: string) => void,
): Promise<GridRule> {
  await requireRole(api, OFFICER, 'petition-officer');
  const grids = { city: await cityOf(api), communities: await codesOf(api, 'grids?level=community', OFFICER) };
  const wanted = recordsFor(survey, grids.city);
  for (const kind of KINDS) {
    const known = new Set(await codesOf(api, `${kind}?includeEnded=true&q=${PREFIX}`, ADMINISTRATOR));
    const missing = wanted[kind].filter(({ code }) => !known.has(code!));
    for (let from = 0; from < missing.length; from += ROWS_PER_IMPORT)
      await importRows(api, kind, missing.slice(from, from + ROWS_PER_IMPORT));
    if (missing.length > 0) report(`${missing.length} ${kind} created`);
  }
  await waitForPosts(
    api,
    wanted.units.map(({ code }) => code!),
    report,
  );
  return new GridRule(grids);
}

async function requireRole(api: PublicApi, account: string, role: string): Promise<void> {
  const { grants } = await accountOf(api, account);
  if (!grants.some((grant) => grant.role === role)) throw new Refusal(`${account} has no post as ${role} here.`);
}

async function cityOf(api: PublicApi): Promise<string> {
  const [city] = await codesOf(api, 'grids?level=city', OFFICER);
  if (city === undefined) throw new Refusal('There is no city among the grids.');
  return city;
}

interface Page {
  items: { code: string }[];
  nextCursor: string | null;
}

/** The codes of a whole list, page by page. */
async function codesOf(api: PublicApi, list: string, as: string): Promise<string[]> {
  const codes: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const query = `limit=200${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
    const path = `/api/v1/${list}${list.includes('?') ? '&' : '?'}${query}`;
    const answer: { status: number; body: Page } = await api.call<Page>({ as, method: 'GET', path });
    if (answer.status !== 200) throw new Refusal(`${list} cannot be read: ${problemOf(answer)}`);
    codes.push(...answer.body.items.map(({ code }) => code));
    cursor = answer.body.nextCursor;
  }
  return codes;
}

interface Imported {
  errors: { line: number; field: string; message: string }[];
}

/** Written by code, so that a repeated import changes nothing. */
async function importRows(api: PublicApi, kind: Kind, rows: readonly Record<string, string>[]): Promise<void> {
  const csv = stringify([...rows], { header: true });
  const path = `/api/v1/${kind}/import`;
  const answer = await api.call<Imported>({ as: ADMINISTRATOR, method: 'POST', path, csv });
  if (answer.status !== 200) throw new Refusal(`${kind} cannot be created: ${problemOf(answer)}`);
  const [first] = answer.body.errors;
  if (first)
    throw new Refusal(`${kind} cannot be created: ${rows[first.line - 2]?.code} ${first.field} ${first.message}`);
}

interface Account {
  grants: { role: string; unit?: string }[];
}

async function accountOf(api: PublicApi, account: string): Promise<Account> {
  const answer = await api.call<Account>({ as: account, method: 'GET', path: '/auth/me' });
  if (answer.status !== 200) throw new Refusal(`Who ${account} is cannot be read: ${problemOf(answer)}`);
  return answer.body;
}

async function waitForPosts(api: PublicApi, units: readonly string[], report: (line: string) => void): Promise<void> {
  const until = performance.now() + GRANTS_PATIENCE_MS;
  for (let told = false; ; told = true) {
    const { grants } = await accountOf(api, HANDLER);
    const held = new Set(grants.filter(({ role }) => role === 'unit-handler').map(({ unit }) => unit));
    const lacking = units.filter((unit) => !held.has(unit));
    if (lacking.length === 0) return;
    if (performance.now() > until)
      throw new Refusal(`${HANDLER} has no post as unit-handler in ${lacking.join(', ')}.`);
    if (!told) report(`waiting until the posts of ${HANDLER} are in force (half a minute at most)`);
    await api.pause(2_000);
  }
}
