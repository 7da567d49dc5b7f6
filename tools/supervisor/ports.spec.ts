import { createServer, type AddressInfo } from 'node:net';
import { isTaken, listeningInodes } from './ports.ts';

describe('whether a port is taken', () => {
  it('is true while somebody listens and false afterwards', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    expect(await isTaken(port)).toBe(true);
    await new Promise((resolve) => server.close(resolve));
    expect(await isTaken(port)).toBe(false);
  });
});

describe('the sockets that listen on a port', () => {
  // 0BB8 is 3000; state 0A is LISTEN, 01 an established connection.
  const table = [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    '   0: 0100007F:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 12345 1 0',
    '   1: 0100007F:0BB8 0100007F:D431 01 00000000:00000000 00:00000000 00000000     0        0 12346 1 0',
    '   2: 0100007F:0BB9 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 12347 1 0',
  ].join('\n');

  it('are those in state LISTEN with that local port', () => {
    expect(listeningInodes(table, 3000)).toEqual(['12345']);
    expect(listeningInodes(table, 3002)).toEqual([]);
  });
});
