import type { Readable } from 'node:stream';

/** A stored file. `id` is the SHA-256 (hex) of its bytes: the same file is stored once, and shows when it was altered. */
export interface Evidence {
  readonly id: string;
  /** Bytes. */
  readonly size: number;
  /** Media type found in the bytes; the name and type the sender claimed count for nothing. */
  readonly kind: string;
}

export interface PutLimits {
  readonly maxBytes: number;
  readonly allowedKinds: ReadonlySet<string>;
  /** Bytes that the service itself sealed: no kind shows in them, and none is looked for. */
  readonly sealed?: true;
}

/** What a sealed file is to everybody who has no key. */
export const SEALED_KIND = 'application/octet-stream';

export interface OpenEvidence extends Evidence {
  readonly stream: Readable;
}

/** Content-addressed store for what people attach. Injected by this class. */
export abstract class EvidenceStore {
  /**
   * Stores a stream; one stored already is left as it is. Throws `Refusal`: REQUEST.TOO_LARGE while it streams,
   * EVIDENCE.UNSUPPORTED_KIND for another kind, REQUEST.INVALID for an empty file.
   */
  abstract put(stream: Readable, limits: PutLimits): Promise<Evidence>;
  /** The file with its stream, which the caller reads to the end or destroys; undefined when there is none. */
  abstract open(id: string): Promise<OpenEvidence | undefined>;
  abstract stat(id: string): Promise<Evidence | undefined>;
  /** Removes a file for good; one that is not there is no error. Only for files that nothing else refers to. */
  abstract remove(id: string): Promise<void>;
}

export const EVIDENCE_ID = /^[0-9a-f]{64}$/;

const OFFICE = 'application/vnd.openxmlformats-officedocument';

/** What is taken unless a service says otherwise: pictures, recordings, documents, plain text. Nothing a browser would run. */
export const USUAL_KINDS: ReadonlySet<string> = new Set([
  ...['image/jpeg', 'image/png', 'image/webp', 'image/heic', 'application/pdf', 'text/plain'],
  ...['video/mp4', 'video/quicktime', 'audio/mpeg', 'audio/x-m4a', 'audio/mp4', 'audio/amr', 'audio/wav'],
  ...[`${OFFICE}.wordprocessingml.document`, `${OFFICE}.spreadsheetml.sheet`, `${OFFICE}.presentationml.presentation`],
]);
