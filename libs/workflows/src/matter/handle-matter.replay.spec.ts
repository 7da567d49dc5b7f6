import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporal } from '@temporalio/proto';
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { BUNDLE, CaseServer } from '../testing/case-on-test-server';
import { CONTINUES_AT, LONG_WALK, WALKS } from '../testing/walks';

/**
 * Cases that are under way must go on with the code of today: every kept history is replayed by it, and by mutants of it,
 * which must not fit. `WANGGE_RECORD_HISTORIES=yes npm test -- handle-matter.replay` first makes the histories that are
 * missing; those that are there stay as they are, for they stand for cases that started with earlier code.
 */
const HISTORIES = join(__dirname, 'histories');
const RECORDING = process.env['WANGGE_RECORD_HISTORIES'] === 'yes';

jest.setTimeout(120_000);

const { History } = temporal.api.history.v1;
type History = temporal.api.history.v1.IHistory;

interface Payload {
  metadata: { encoding: string };
  data: string;
}
const isPayload = (value: unknown): value is Payload =>
  typeof (value as Partial<Payload> | null)?.metadata?.encoding === 'string' && 'data' in (value as object);
const text = (base64: string) => Buffer.from(base64, 'base64').toString();
const base64 = (plain: string) => Buffer.from(plain).toString('base64');
/** Every payload below a value as `to` makes it. */
const payloads = (to: (text: string) => string) => (key: string, value: unknown) =>
  isPayload(value) ? { metadata: { encoding: to(value.metadata.encoding) }, data: to(value.data) } : value;

const fileOf = (name: string) => join(HISTORIES, `${name}.json`);

/** One event a line, payloads readable, without the name of the machine that made it. */
function keep(name: string, history: History): void {
  const { events } = History.toObject(History.fromObject(history), { enums: String, bytes: String, longs: String }) as {
    events: object[];
  };
  const readable = payloads(text);
  const lines = events.map((event) =>
    JSON.stringify(event, (key, value: unknown) => (key === 'identity' ? undefined : readable(key, value))),
  );
  writeFileSync(fileOf(name), `{"events":[\n${lines.join(',\n')}\n]}\n`);
}

const read = (name: string): History =>
  History.fromObject(JSON.parse(readFileSync(fileOf(name), 'utf8'), payloads(base64)) as object);

const isMissing = (name: string) => !existsSync(fileOf(name));

async function record(): Promise<void> {
  mkdirSync(HISTORIES, { recursive: true });
  const missing = Object.entries(WALKS).filter(([name]) => isMissing(name));
  const server = await CaseServer.skippingTime();
  for (const [name, { options, walk }] of missing)
    await server.withCase(options, async (the) => {
      await walk(the);
      keep(name, await the.handle.fetchHistory());
    });
  await server.stop();
  if (!isMissing('new-run')) return;
  const real = await CaseServer.real(CONTINUES_AT);
  await real.withCase(LONG_WALK.options, async (the) => {
    await LONG_WALK.walk(the);
    await the.handle.result();
    keep('new-run', await the.firstRun().fetchHistory());
    keep('continued', await the.handle.fetchHistory());
  });
  await real.stop();
}

/** The names of the kept histories. */
const kept = (): string[] => readdirSync(HISTORIES).map((file) => file.replace(/\.json$/, ''));

/** What came of replaying the histories: a name and why it does not fit, undefined where it does. */
async function replay(codePath: string): Promise<Map<string, string | undefined>> {
  const histories = kept().map((name) => ({ workflowId: name, history: read(name) }));
  const found = new Map<string, string | undefined>();
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle: { codePath } }, histories))
    found.set(workflowId, error?.name);
  return found;
}

describe('kept histories of handleMatter', () => {
  let folder: string;
  beforeAll(async () => {
    // A history that does not fit is what mutants are for: it need not be told.
    Runtime.install({ logger: new DefaultLogger('ERROR', () => undefined) });
    if (RECORDING) await record();
    // Beside what is built, so that the mutants find the packages they import.
    folder = mkdtempSync(join(dirname(BUNDLE), 'mutants-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are there for every path', () => {
    expect(kept()).toEqual(expect.arrayContaining([...Object.keys(WALKS), 'new-run', 'continued']));
  });

  it('hold nothing of people', () => {
    for (const name of kept()) {
      const content = readFileSync(fileOf(name), 'utf8');
      expect(content).toContain('road-damage');
      expect(content).not.toMatch(/\b1[3-9]\d{9}\b|petitioners|phone/);
    }
  });

  it('fit the code of today', async () => {
    const found = await replay(BUNDLE);
    expect(found.size).toBe(kept().length);
    expect([...found].filter(([, error]) => error !== undefined)).toEqual([]);
  });

  /** What a mutant changes in which file, and a history that must no longer fit. */
  const MUTANTS: [what: string, file: string, from: string, to: string, history: string][] = [
    [
      'a case that is not registered by itself',
      'matter/handle-matter.workflow.ts',
      "if (file.state.stage === 'received')",
      "if (file.state.stage === 'never')",
      'main-line',
    ],
    [
      'registration before the record is read',
      'case/case-file.ts',
      "const opened = await record.openCase.executeWithOptions({ summary: '读取案卷' }, [{ number }]);",
      "await sleep(1); const opened = await record.openCase.executeWithOptions({ summary: '读取案卷' }, [{ number }]);",
      'main-line',
    ],
    ['clocks that nobody waits for', 'case/case-file.ts', 'keepTime(next.clocks);', '', 'left-alone'],
    [
      'search attributes after the act that changed them',
      'case/case-file.ts',
      'if (changes.length > 0) upsertSearchAttributes(changes);',
      '',
      'suspended-and-resumed',
    ],
    [
      'a case that never goes on in a new run',
      'case/case-file.ts',
      'workflowInfo().continueAsNewSuggested',
      'false',
      'new-run',
    ],
  ];

  it.each(MUTANTS)('do not fit %s', async (_, file, from, to, history) => {
    const source = mkdtempSync(join(folder, 'source-'));
    cpSync(join(__dirname, '..'), source, {
      recursive: true,
      filter: (path) => !/spec\.ts$|histories|testing/.test(path),
    });
    const code = readFileSync(join(source, file), 'utf8');
    expect(code).toContain(from);
    writeFileSync(join(source, file), code.replace(from, to));
    const bundled = await bundleWorkflowCode({
      workflowsPath: join(source, 'workflows.ts'),
      logger: new DefaultLogger('ERROR'),
    });
    const bundle = join(source, 'bundle.js');
    writeFileSync(bundle, bundled.code);
    expect((await replay(bundle)).get(history)).toBe('DeterminismViolationError');
  });
});
