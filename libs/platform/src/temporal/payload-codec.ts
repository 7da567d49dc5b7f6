import type { Payload, PayloadCodec } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import { open, seal, type KeyRing } from '../configuration/keys';

const ENCODING = Buffer.from('binary/encrypted');
const CONTEXT = 'temporal-payload';

/** Encrypts every payload with AES-256-GCM; the key's id is in the sealed bytes, so keys rotate while old histories still open. */
export class EncryptionCodec implements PayloadCodec {
  constructor(private readonly keys: KeyRing) {}

  async encode(payloads: Payload[]): Promise<Payload[]> {
    return payloads.map((payload) => ({
      metadata: { encoding: ENCODING },
      data: seal(this.keys, Buffer.from(temporal.api.common.v1.Payload.encode(payload).finish()), CONTEXT),
    }));
  }

  async decode(payloads: Payload[]): Promise<Payload[]> {
    return payloads.map((payload) =>
      payload.data && Buffer.from(payload.metadata?.['encoding'] ?? []).equals(ENCODING)
        ? temporal.api.common.v1.Payload.decode(open(this.keys, Buffer.from(payload.data), CONTEXT))
        : payload,
    );
  }
}
