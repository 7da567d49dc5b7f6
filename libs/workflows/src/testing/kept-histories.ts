import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporal } from '@temporalio/proto';
import { bundleWorkflowCode, DefaultLogger, Worker } from '@temporalio/worker';

const { History } = temporal.api.history.v1;
type History = temporal.api.history.v1.IHistory;

/** `WANGGE_RECORD_HISTORIES=yes npm test -- replay.spec` first makes the histories that are missing. */
export const RECORDING = process.env['WANGGE_RECORD_HISTORIES'] === 'yes';

interface Payload {
  /** `encoding`, and of a search attribute its `type`. */
  metadata: { encoding: string } & Record<string, string>;
  data: string;
}
const isPayload = (value: unknown): value is Payload =>
  typeof (value as Partial<Payload> | null)?.metadata?.encoding === 'string' && 'data' in (value as object);
const text = (base64: string) => Buffer.from(base64, 'base64').toString();
const base64 = (plain: string) => Buffer.from(plain).toString('base64');
/** Every payload below a value as `to` makes it. */
const payloads = (to: (text: string) => string) => (key: string, value: unknown) =>
  isPayload(value)
    ? {
        metadata: Object.fromEntries(Object.entries(value.metadata).map(([name, one]) => [name, to(one)])),
        data: to(value.data),
      }
    : value;

/** Histories that stand for executions under way; each in a file, one event a line, payloads readable. */
export class KeptHistories {
  constructor(private readonly folder: string) {}

  private readonly fileOf = (name: string) => join(this.folder, `${name}.json`);

  names(): string[] {
    return readdirSync(this.folder).map((file) => file.replace(/\.json$/, ''));
  }

  isMissing(name: string): boolean {
    return !existsSync(this.fileOf(name));
  }

  /** Without the name of the machine that made it. */
  keep(name: string, history: History): void {
    const { events } = History.toObject(History.fromObject(history), {
      enums: String,
      bytes: String,
      longs: String,
    }) as { events: object[] };
    const readable = payloads(text);
    const lines = events.map((event) =>
      JSON.stringify(event, (key, value: unknown) => (key === 'identity' ? undefined : readable(key, value))),
    );
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(this.fileOf(name), `{"events":[\n${lines.join(',\n')}\n]}\n`);
  }

  contentOf(name: string): string {
    return readFileSync(this.fileOf(name), 'utf8');
  }

  /** What came of replaying the histories: a name and why it does not fit, undefined where it does. */
  async replay(codePath: string): Promise<Map<string, string | undefined>> {
    const histories = this.names().map((name) => ({
      workflowId: name,
      history: History.fromObject(JSON.parse(this.contentOf(name), payloads(base64)) as object),
    }));
    const found = new Map<string, string | undefined>();
    for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle: { codePath } }, histories))
      found.set(workflowId, error?.name);
    return found;
  }
}

/**
 * The workflow code with one change in one file, bundled.
 * @param folder where the mutant is made: beside what is built, so that it finds the packages it imports
 */
export async function mutantOf(folder: string, file: string, from: string, to: string): Promise<string> {
  const source = mkdtempSync(join(folder, 'source-'));
  cpSync(join(__dirname, '..'), source, {
    recursive: true,
    filter: (path) => !/spec\.ts$|histories|testing/.test(path),
  });
  const code = readFileSync(join(source, file), 'utf8');
  if (!code.includes(from)) throw new Error(`${file} does not say ${from}`);
  writeFileSync(join(source, file), code.replace(from, to));
  const bundled = await bundleWorkflowCode({
    workflowsPath: join(source, 'workflows.ts'),
    logger: new DefaultLogger('ERROR'),
  });
  const bundle = join(source, 'bundle.js');
  writeFileSync(bundle, bundled.code);
  return bundle;
}
