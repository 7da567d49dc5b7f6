import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { platformMessages } from '../messages/platform-messages';
import { Refusal } from '../http/problem';
import { type Evidence, type PutLimits, SEALED_KIND } from './evidence-store';

export interface StagedFile extends Evidence {
  /** A temporary file, flushed to disk: the caller moves it, or it is removed. */
  readonly path: string;
}

/** Streams into a temporary file of the folder, measured, hashed and recognised, and hands it to `keep`; always cleans up. */
export async function stage<T>(
  stream: Readable,
  folder: string,
  limits: PutLimits,
  keep: (file: StagedFile) => Promise<T>,
): Promise<T> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, randomUUID());
  try {
    const sight = new Sight(limits.maxBytes);
    await pipeline(stream, sight, createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true }));
    const kind = limits.sealed ? SEALED_KIND : await sight.kindOf(path);
    if (kind === undefined || !(limits.sealed || limits.allowedKinds.has(kind)))
      throw new Refusal('EVIDENCE.UNSUPPORTED_KIND', { extra: kind === undefined ? undefined : { kind } });
    return await keep({ path, id: sight.id(), size: sight.size, kind });
  } finally {
    await rm(path, { force: true });
  }
}

/** Watches the bytes go by: their number, their hash, and whether they are plain UTF-8 text. */
class Sight extends Transform {
  size = 0;
  private readonly hash = createHash('sha256');
  private readonly decoder = new TextDecoder('utf-8', { fatal: true });
  private isText = true;

  constructor(private readonly maxBytes: number) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: string, done: (error?: Error | null, chunk?: Buffer) => void): void {
    this.size += chunk.length;
    if (this.size > this.maxBytes) return done(tooLarge(this.maxBytes));
    this.hash.update(chunk);
    this.readText(chunk);
    done(null, chunk);
  }

  override _flush(done: (error?: Error | null) => void): void {
    this.readText();
    done(
      this.size === 0
        ? new Refusal('REQUEST.INVALID', {
            errors: [{ field: 'file', code: 'too_small', message: both('evidence.empty') }],
          })
        : null,
    );
  }

  id(): string {
    return this.hash.digest('hex');
  }

  /** By content: the magic numbers of file-type, else text when every byte was. */
  async kindOf(path: string): Promise<string | undefined> {
    const { fileTypeFromFile } = await import('file-type');
    const found = await fileTypeFromFile(path);
    return found?.mime.split(';', 1)[0] ?? (this.isText ? 'text/plain' : undefined);
  }

  private readText(chunk?: Buffer): void {
    if (!this.isText) return;
    try {
      const text = chunk ? this.decoder.decode(chunk, { stream: true }) : this.decoder.decode();
      this.isText = !/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text);
    } catch {
      this.isText = false;
    }
  }
}

const both = (key: 'evidence.empty') => ({ zh: platformMessages.say(key, 'zh'), en: platformMessages.say(key, 'en') });

function tooLarge(maxBytes: number): Refusal {
  const megabytes = Math.round((maxBytes / 1024 / 1024) * 10) / 10;
  const say = (language: 'zh' | 'en') => platformMessages.say('evidence.too-large', language, { megabytes });
  return new Refusal('REQUEST.TOO_LARGE', { detail: { zh: say('zh'), en: say('en') } });
}
