import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import { type Evidence, EVIDENCE_ID, EvidenceStore, type OpenEvidence, type PutLimits } from './evidence-store';
import { stage } from './staged-file';

export interface S3Options {
  /** Local folder for a file until its hash is known. */
  readonly staging: string;
  readonly bucket: string;
  /** Before every key, `evidence/`. */
  readonly prefix: string;
  readonly region: string;
  /** For stores other than AWS (MinIO, Ceph); they are addressed by path. */
  readonly endpoint?: string;
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
}

/** An S3-compatible bucket. A file is staged locally first, because its name is the hash of its bytes. */
export class S3EvidenceStore extends EvidenceStore {
  private client?: Promise<S3Client>;

  constructor(private readonly options: S3Options) {
    super();
  }

  override put(stream: Readable, limits: PutLimits): Promise<Evidence> {
    return stage(stream, this.options.staging, limits, async ({ path, id, size, kind }) => {
      if (!(await this.stat(id))) {
        const { PutObjectCommand } = await import('@aws-sdk/client-s3');
        const checksum = Buffer.from(id, 'hex').toString('base64');
        const object = {
          ...this.keyOf(id),
          Body: createReadStream(path),
          ContentLength: size,
          ContentType: kind,
          ChecksumSHA256: checksum,
        };
        await (await this.connected()).send(new PutObjectCommand(object));
      }
      return { id, size, kind };
    });
  }

  override async stat(id: string): Promise<Evidence | undefined> {
    if (!EVIDENCE_ID.test(id)) return undefined;
    const { HeadObjectCommand } = await import('@aws-sdk/client-s3');
    const client = await this.connected();
    const found = await unlessMissing(client.send(new HeadObjectCommand(this.keyOf(id))));
    return found && { id, size: found.ContentLength ?? 0, kind: found.ContentType ?? 'application/octet-stream' };
  }

  override async open(id: string): Promise<OpenEvidence | undefined> {
    if (!EVIDENCE_ID.test(id)) return undefined;
    const { GetObjectCommand } = await import('@aws-sdk/client-s3');
    const client = await this.connected();
    const found = await unlessMissing(client.send(new GetObjectCommand(this.keyOf(id))));
    if (!found?.Body) return undefined;
    return {
      id,
      size: found.ContentLength ?? 0,
      kind: found.ContentType ?? 'application/octet-stream',
      stream: found.Body as Readable,
    };
  }

  override async remove(id: string): Promise<void> {
    if (!EVIDENCE_ID.test(id)) return;
    const { DeleteObjectCommand } = await import('@aws-sdk/client-s3');
    await (await this.connected()).send(new DeleteObjectCommand(this.keyOf(id)));
  }

  private keyOf(id: string): { Bucket: string; Key: string } {
    return { Bucket: this.options.bucket, Key: `${this.options.prefix}${id}` };
  }

  /** The SDK is large: loaded only where it is used. */
  private connected(): Promise<S3Client> {
    this.client ??= import('@aws-sdk/client-s3').then(({ S3Client: Client }) => {
      const { region, endpoint, accessKeyId, secretAccessKey } = this.options;
      return new Client({
        region,
        endpoint,
        forcePathStyle: endpoint !== undefined,
        credentials: accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined,
        maxAttempts: 2,
        requestHandler: { connectionTimeout: 2000, requestTimeout: 10_000 },
      });
    });
    return this.client;
  }
}

async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
    if (name === 'NotFound' || name === 'NoSuchKey' || $metadata?.httpStatusCode === 404) return undefined;
    throw error;
  }
}
