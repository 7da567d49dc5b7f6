import { type Command, InvalidArgumentError } from 'commander';
import calendars from '@wangge/domain/calendar/seed-calendar';
import errors from '@wangge/domain/clocks/deadline-error';
import packs from '@wangge/domain/rule-packs/all-packs';
import deadlines from '@wangge/domain/rule-packs/answer-deadline';
import type { Due } from '@wangge/domain/clocks/compute-due';

/** A line of a batch is never longer. */
const MAX_LINE = 1_048_576;
const law = { packs: packs.ALL_PACKS, calendar: calendars.SEED_CALENDAR };

interface Options {
  readonly pack?: string;
  readonly clock?: string;
  readonly from?: string;
  readonly packVersion?: string;
  readonly extend?: string;
  readonly suspend: readonly { from: string; to: string | null }[];
  readonly json?: true;
  readonly batch?: true;
}

interface Refusal {
  readonly error: { readonly code: string; readonly field?: string; readonly message: string };
}

const isRefusal = (answer: Due | Refusal): answer is Refusal => 'error' in answer;

function answer(request: unknown): Due | Refusal {
  try {
    return deadlines.answerDeadline(request, law);
  } catch (error) {
    if (!(error instanceof errors.DeadlineError)) throw error;
    return { error: { code: error.code, field: error.field, message: error.message } };
  }
}

function answerLine(line: string): Due | Refusal {
  let request: unknown;
  try {
    request = JSON.parse(line);
  } catch {
    return malformed('the line is no JSON');
  }
  return answer(request);
}

const malformed = (message: string): Refusal => ({ error: { code: 'DEADLINE.MALFORMED', message } });

/** The lines of a stream in groups as they arrive, so that whoever asks line by line is answered line by line. A line beyond `MAX_LINE` is null. */
async function* linesOf(input: NodeJS.ReadableStream): AsyncGenerator<(string | null)[]> {
  let rest = '';
  let tooLong = false;
  let first = true;
  input.setEncoding('utf8');
  for await (const chunk of input as AsyncIterable<string>) {
    const parts = (first ? chunk.replace(/^\uFEFF/, '') : chunk).split('\n');
    first = false;
    const lines: (string | null)[] = [];
    for (const [index, part] of parts.entries()) {
      tooLong ||= rest.length + part.length > MAX_LINE;
      rest = tooLong ? '' : rest + part;
      if (index === parts.length - 1) break;
      lines.push(tooLong ? null : rest);
      rest = '';
      tooLong = false;
    }
    if (lines.length > 0) yield lines;
  }
  if (tooLong) yield [null];
  else if (rest !== '') yield [rest];
}

/** Answers every line of the input with one line, in order, and waits where the reader is slower. Answers how many failed. */
async function answerBatch(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Promise<number> {
  let failed = 0;
  for await (const lines of linesOf(input)) {
    let text = '';
    for (const line of lines) {
      const result = line === null ? malformed(`the line is longer than ${MAX_LINE} characters`) : answerLine(line);
      if (isRefusal(result)) failed++;
      text += JSON.stringify(result) + '\n';
    }
    if (!output.write(text)) await new Promise((resolve) => output.once('drain', resolve));
  }
  return failed;
}

/** `FROM/TO`; `FROM/` or `FROM/..` while it is open, as in ISO 8601 intervals. */
function suspensionOf(text: string): { from: string; to: string | null } {
  const [from = '', to, more] = text.split('/');
  if (to === undefined || more !== undefined)
    throw new InvalidArgumentError('FROM/TO is needed, or FROM/ while it is open.');
  return { from, to: to === '' || to === '..' ? null : to };
}

const numberOr = (text: string): number | string => (/^\d+$/.test(text) ? Number(text) : text);

function requestOf({ pack, clock, from, packVersion, extend, suspend }: Options): unknown {
  return {
    rulePack: pack,
    clock,
    startedAt: from,
    ...(packVersion === undefined ? {} : { version: numberOr(packVersion) }),
    ...(extend === undefined ? {} : { extensionDays: numberOr(extend) }),
    ...(suspend.length === 0 ? {} : { suspensions: suspend }),
  };
}

function print(result: Due | Refusal): void {
  if (isRefusal(result)) console.error(`${result.error.code}: ${result.error.message}`);
  else {
    console.log(
      `${result.dueAt === null ? '挂账中，暂无到期日 suspended, no due date' : `到期日 due ${result.dueDate}  (${result.dueAt})`}${result.provisional ? '  暂定 provisional' : ''}`,
    );
    for (const line of result.explanation) console.log(`  ${line}`);
    console.log(`  日历版本 calendar ${result.calendarVersion}`);
  }
}

const HELP = `
规则包 packs: ${law.packs.map((pack) => `${pack.id} (${pack.clocks.map((clock) => clock.id).join(' ')})`).join('\n  ')}

One deadline:
  wangge deadline --pack petition-national --clock handling --from 2026-01-03T09:00:00+08:00 --suspend 2026-01-10/2026-01-20 --json
Many, one JSON object per line in and out, in order:
  {"rulePack", "version"?, "clock", "startedAt", "suspensions"?: [{"from", "to"}], "extensionDays"?}
  → {"dueDate", "dueAt", "article", "provisional", "calendarVersion", "explanation"} or {"error": {"code", "field"?, "message"}}

Works offline, from the packs and the calendar that come with the platform.
Exit code: 0 everything answered; 1 the question, or at least one line of a batch, was refused; 2 wrong usage.`;

export function register(program: Command): void {
  program
    .command('deadline')
    .description('计算时限 / when a clock of a rule pack runs out, and why')
    .option('--pack <id>', '规则包 / rule pack')
    .option('--clock <id>', '时限 / clock of the pack')
    .option('--from <instant>', '起算时刻 / start, ISO 8601 with offset')
    .option('--pack-version <n>', '规则包版本 / version of the pack; without it the one in force at the start')
    .option('--extend <n>', '延期天数 / days granted; also an ISO 8601 duration for clocks of hours')
    .option(
      '--suspend <from/to>',
      '挂账 / a suspension, may be given again; FROM/ while it is open; dates will do for clocks of days',
      (text: string, earlier: Options['suspend']) => [...earlier, suspensionOf(text)],
      [] as Options['suspend'],
    )
    .option('--json', 'JSON')
    .option('--batch', '批量 / read requests as JSON lines from standard input')
    .addHelpText('after', HELP)
    .action(async (options: Options, command: Command) => {
      if (options.batch) {
        process.stdout.on('error', (error: NodeJS.ErrnoException) => {
          if (error.code === 'EPIPE') process.exit(1);
          throw error;
        });
        if ((await answerBatch(process.stdin, process.stdout)) > 0) process.exitCode = 1;
        return;
      }
      for (const name of ['pack', 'clock', 'from'] as const)
        if (options[name] === undefined) command.error(`error: --${name} is needed, or --batch`, { exitCode: 2 });
      const result = answer(requestOf(options));
      if (options.json) console.log(JSON.stringify(result));
      else print(result);
      if (isRefusal(result)) process.exitCode = 1;
    });
}
