import { join } from 'node:path';
import { z } from 'zod';
import { DiskEvidenceStore } from './disk-evidence-store';
import type { EvidenceStore } from './evidence-store';
import { S3EvidenceStore } from './s3-evidence-store';

/** Merge into a service's schema: `serviceEnvironment.extend(evidenceEnvironment)`. */
export const evidenceEnvironment = {
  WANGGE_DATA: z.string().min(1).max(1000).default('.wangge'),
  /** A bucket's name: evidence goes to S3. Absent: to `<WANGGE_DATA>/evidence`, which all copies of the service must share. */
  WANGGE_EVIDENCE_BUCKET: z.string().min(3).max(63).optional(),
  WANGGE_EVIDENCE_PREFIX: z.string().max(200).default('evidence/'),
  WANGGE_EVIDENCE_REGION: z.string().min(1).max(50).default('cn-north-1'),
  WANGGE_EVIDENCE_ENDPOINT: z
    .string()
    .max(500)
    .refine((text) => URL.canParse(text), 'must be a URL')
    .optional(),
  /** Absent: the SDK's own chain (instance role, web identity). */
  WANGGE_EVIDENCE_ACCESS_KEY: z.string().max(200).optional(),
  WANGGE_EVIDENCE_SECRET: z.string().max(200).optional(),
};
export type EvidenceEnvironment = z.output<z.ZodObject<typeof evidenceEnvironment>>;

export function evidenceStoreOf(environment: EvidenceEnvironment): EvidenceStore {
  if (environment.WANGGE_EVIDENCE_BUCKET === undefined)
    return new DiskEvidenceStore(join(environment.WANGGE_DATA, 'evidence'));
  return new S3EvidenceStore({
    staging: join(environment.WANGGE_DATA, 'evidence', 'incoming'),
    bucket: environment.WANGGE_EVIDENCE_BUCKET,
    prefix: environment.WANGGE_EVIDENCE_PREFIX,
    region: environment.WANGGE_EVIDENCE_REGION,
    endpoint: environment.WANGGE_EVIDENCE_ENDPOINT,
    accessKeyId: environment.WANGGE_EVIDENCE_ACCESS_KEY,
    secretAccessKey: environment.WANGGE_EVIDENCE_SECRET,
  });
}
