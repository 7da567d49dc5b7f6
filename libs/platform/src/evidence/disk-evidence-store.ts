import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { type Evidence, EVIDENCE_ID, EvidenceStore, type OpenEvidence, type PutLimits } from './evidence-store';
import { stage } from './staged-file';

/**
 * Files in two levels of folders (`ab/cd/abcd…`), each with its kind beside it (`abcd….kind`). A file appears under its
 * name only when it is whole and flushed, so that a crash leaves at most a temporary file.
 */
export class DiskEvidenceStore extends EvidenceStore {
  constructor(private readonly folder: string) {
    super();
  }

  override put(stream: Readable, limits: PutLimits): Promise<Evidence> {
    return stage(stream, join(this.folder, 'incoming'), limits, async ({ path, id, size, kind }) => {
      const target = this.pathOf(id);
      if (!(await this.stat(id))) {
        await mkdir(dirname(target), { recursive: true });
        // The kind first: a file that is there always has one.
        await writeFile(`${target}.kind`, kind, { flush: true });
        await rename(path, target);
        await flushFolder(dirname(target));
      }
      return { id, size, kind };
    });
  }

  override async stat(id: string): Promise<Evidence | undefined> {
    if (!EVIDENCE_ID.test(id)) return undefined;
    try {
      const path = this.pathOf(id);
      const [{ size }, kind] = await Promise.all([stat(path), readFile(`${path}.kind`, 'utf8')]);
      return { id, size, kind };
    } catch (error) {
      return noFile(error);
    }
  }

  override async open(id: string): Promise<OpenEvidence | undefined> {
    const found = await this.stat(id);
    // Opened at once and not with the first byte read: a file that is removed meanwhile stays readable.
    const file = found && (await open(this.pathOf(id)).catch(noFile));
    return file && { ...found, stream: file.createReadStream() };
  }

  override async remove(id: string): Promise<void> {
    if (!EVIDENCE_ID.test(id)) return;
    const path = this.pathOf(id);
    await rm(path, { force: true });
    await rm(`${path}.kind`, { force: true });
  }

  private pathOf(id: string): string {
    return join(this.folder, id.slice(0, 2), id.slice(2, 4), id);
  }
}

function noFile(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}

/** A rename is durable only when its folder is flushed too. */
async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
