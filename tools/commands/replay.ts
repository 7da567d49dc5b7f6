import { existsSync } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';
import { describeInstallation } from '../installation.ts';
import { Refusal } from '../repository.ts';
import { PublicApi } from '../replay/public-api.ts';
import { replay, type Outcome, type ReplayResult } from '../replay/run-replay.ts';
import { secretsFile } from '../secrets.ts';
import { requestToken } from './token.ts';

const PATIENCE_MS = 10 * 60_000;
/** Before the first answer there is nothing to lose: an installation that is down is told at once. */
const FIRST_ANSWER_MS = 30_000;
/** Between two lines of progress where nobody watches a terminal. */
const LINE_MS = 5_000;

const HELP = `
读取“NYC 311 Service Requests”格式的文件，逐行登记为热线诉求（渠道 nyc311，编号 Unique Key），并由相应账号办理到该行自己的状态：
  Closed → 结案 closed; In Progress, Started → 办理中 handling; Open, Pending, Assigned, Email Sent 等 etc. → 已派遣 assigned
Agency → 单位 unit, Community Board → 社区网格 community grid, Complaint Type → 事项 matter item; what is missing is created.
petition-officer files, verifies and closes; handler-a accepts and answers in every unit of the file.
receivedAt is the row's Created Date, as Zhengzhou time: only the clock for registration counts from it, and is missed by old rows.

A second run files nothing twice and completes what an interrupted one left half-way. What people have reopened, sent to
rework or given to another unit since is left to them. While the system is down or restarts, calls are sent again with the
same Idempotency-Key, for up to ${PATIENCE_MS / 60_000} minutes each.

--json prints one object: {rows, filed, already, rejected: [{row, reason}], closed, open, byMatterItem, seconds};
rows = filed + already + rejected, row 1 is the first after the header. Progress goes to standard error.
Exit code: 0 done (rejected rows are no failure); 1 the file or the system refused, or a case could not be handled; 2 wrong usage.`;

interface Options {
  limit?: number;
  concurrency: number;
  json?: true;
}

export function register(program: Command): void {
  program
    .command('replay')
    .description('重放311记录 / files 311 rows as hotline matters and handles each to its own status; may be repeated')
    .argument('<file>', 'CSV: NYC Open Data, 311 Service Requests (UTF-8, header first)')
    .option('--limit <n>', 'only the first rows', positive)
    .option('--concurrency <n>', 'rows in flight', positive, 16)
    .option('--json', 'JSON')
    .addHelpText('after', HELP)
    .action(async (file: string, options: Options) => {
      const result = await run(file, options);
      const { failed, ...outcome } = result;
      if (options.json) console.log(JSON.stringify(outcome));
      else print(outcome);
      for (const { row, number, reason } of failed) console.error(`row ${row}, ${number}: ${reason}`);
      if (failed.length > 0) process.exitCode = 1;
    });
}

async function run(file: string, { limit, concurrency }: Options): Promise<ReplayResult> {
  const installation = describeInstallation();
  if (!existsSync(file)) throw new Refusal(`There is no file ${file}.`);
  if (!existsSync(secretsFile(installation)))
    throw new Refusal(`There is no installation in ${installation.folders.data}. \`npm start\` makes one.`);
  const settings = {
    origin: installation.publicUrl,
    tokenOf: async (account: string) => (await requestToken(account)).access_token,
    connections: concurrency,
    report: (line: string) => show(line),
  };
  const patient = new PublicApi({ ...settings, patienceMs: PATIENCE_MS });
  try {
    const first = new PublicApi({ ...settings, patienceMs: FIRST_ANSWER_MS });
    await first.call({ as: 'petition-officer', method: 'GET', path: '/auth/me' }).finally(() => first.close());
    return await replay(patient, { file, limit, concurrency, report: show, progress: progressLine() });
  } finally {
    await patient.close();
    endLine();
  }
}

function positive(text: string): number {
  const number = Number(text);
  if (!/^\d{1,9}$/.test(text) || number < 1) throw new InvalidArgumentError('A whole number from 1 on is needed.');
  return number;
}

let lineOpen = false;
function endLine(): void {
  if (lineOpen) process.stderr.write('\n');
  lineOpen = false;
}
function show(line: string): void {
  endLine();
  process.stderr.write(`${line}\n`);
}

/** One line that is written anew on a terminal, a line every few seconds elsewhere. */
function progressLine(): (soFar: Readonly<Outcome>) => void {
  const { isTTY } = process.stderr;
  let last = { at: performance.now(), rows: 0 };
  let speed = 0;
  return ({ rows, filed, already, rejected, closed, open }) => {
    const now = performance.now();
    if (now - last.at >= (isTTY ? 1_000 : LINE_MS)) {
      speed = ((rows - last.rows) * 1000) / (now - last.at);
      last = { at: now, rows };
    } else if (!isTTY) return;
    const counts = `filed ${filed}, already ${already}, rejected ${rejected.length}, closed ${closed}, open ${open}`;
    const line = `${rows} rows, ${speed.toFixed(1)} a second: ${counts}`;
    if (!isTTY) return show(line);
    process.stderr.write(`\r\x1b[K${line}`);
    lineOpen = true;
  };
}

function print({ rows, filed, already, rejected, closed, open, byMatterItem, seconds }: Outcome): void {
  console.log(`${rows} rows in ${seconds} s: ${filed} filed, ${already} already there, ${rejected.length} rejected`);
  console.log(`${closed} closed, ${open} open`);
  for (const [name, count] of Object.entries(byMatterItem)) console.log(`${String(count).padStart(6)}  ${name}`);
  for (const { row, reason } of rejected) console.log(`rejected row ${row}: ${reason}`);
}
