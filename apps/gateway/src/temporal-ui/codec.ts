import type { Payload, PayloadCodec } from '@temporalio/common';
import { z } from 'zod';

const MOST_PAYLOADS = 5_000;
const base64 = z.string().max(4_000_000);

/** The remote codec protocol: payloads as JSON, bytes in base64. */
export const codecRequest = z.object({
  payloads: z
    .array(z.looseObject({ metadata: z.record(z.string().max(200), base64).optional(), data: base64.optional() }))
    .max(MOST_PAYLOADS),
});
export type CodecRequest = z.output<typeof codecRequest>;

interface JsonPayload {
  readonly metadata?: Readonly<Record<string, string>>;
  readonly data?: string;
}

/** A payload that does not open, of a lost key or damaged, stays as it is: the others are still readable. */
export async function decodeEach(
  codec: PayloadCodec,
  payloads: readonly JsonPayload[],
): Promise<{ payloads: JsonPayload[]; opened: number; unreadable: number }> {
  let [opened, unreadable] = [0, 0];
  const answers = await Promise.all(
    payloads.map(async (payload) => {
      try {
        const given = fromJson(payload);
        const [decoded] = await codec.decode([given]);
        if (decoded === given || decoded === undefined) return payload;
        opened += 1;
        return toJson(decoded);
      } catch {
        unreadable += 1;
        return payload;
      }
    }),
  );
  return { payloads: answers, opened, unreadable };
}

export async function encodeAll(codec: PayloadCodec, payloads: readonly JsonPayload[]): Promise<JsonPayload[]> {
  return (await codec.encode(payloads.map(fromJson))).map(toJson);
}

function fromJson(payload: JsonPayload): Payload {
  return {
    metadata: Object.fromEntries(
      Object.entries(payload.metadata ?? {}).map(([name, value]) => [name, Buffer.from(value, 'base64')]),
    ),
    data: payload.data === undefined ? undefined : Buffer.from(payload.data, 'base64'),
  };
}

function toJson(payload: Payload): JsonPayload {
  return {
    metadata: Object.fromEntries(
      Object.entries(payload.metadata ?? {}).map(([name, value]) => [name, Buffer.from(value).toString('base64')]),
    ),
    ...(payload.data && { data: Buffer.from(payload.data).toString('base64') }),
  };
}
