import { connect } from 'node:http2';

/** A protobuf field of type string or message (wire type 2). Lengths below 128 bytes are enough for what is asked here. */
export function field(number: number, value: string | Buffer): Buffer {
  const bytes = Buffer.from(value as string);
  if (bytes.length > 127) throw new Error(`field ${number} is longer than 127 bytes`);
  return Buffer.concat([Buffer.from([(number << 3) | 2, bytes.length]), bytes]);
}

/** A protobuf field of type enum below 128 (wire type 0). */
export const enumField = (number: number, value: number): Buffer => Buffer.from([number << 3, value]);

/**
 * One unary gRPC call without a client library (loading one costs more than the whole start-up check).
 * Resolves with the gRPC status: 0 is success, 6 ALREADY_EXISTS. Rejects when nobody answers within `timeoutMs`.
 */
export function grpcCall(address: string, path: string, message: Buffer, timeoutMs = 2000): Promise<number> {
  return new Promise((resolve, reject) => {
    const session = connect(`http://${address}`);
    const end = (settle: () => void) => {
      session.destroy();
      settle();
    };
    session.setTimeout(timeoutMs, () => end(() => reject(new Error(`${path}: no answer in ${timeoutMs} ms`))));
    session.once('error', (error: Error) => end(() => reject(error)));
    const stream = session.request({
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    const statusIn = (headers: Record<string, unknown>) => {
      if (headers['grpc-status'] !== undefined) end(() => resolve(Number(headers['grpc-status'])));
    };
    stream.on('response', statusIn);
    stream.on('trailers', statusIn);
    stream.on('error', (error: Error) => end(() => reject(error)));
    stream.resume();
    const frame = Buffer.alloc(5);
    frame.writeUInt32BE(message.length, 1);
    stream.end(Buffer.concat([frame, message]));
  });
}
