import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PublicApi, problemOf } from './public-api.ts';

type Reply = (request: IncomingMessage, response: ServerResponse) => void;

/** A server that answers each request by the next reply, the last one again and again. */
async function withServer(
  replies: Reply[],
  story: (the: { api: PublicApi; keys: unknown[]; lines: string[] }) => Promise<void>,
  patienceMs = 10_000,
): Promise<void> {
  const keys: unknown[] = [];
  const lines: string[] = [];
  const server = createServer((request, response) => {
    keys.push(request.headers['idempotency-key']);
    request.resume();
    (replies.length > 1 ? replies.shift()! : replies[0]!)(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  let asked = 0;
  const api = new PublicApi({
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tokenOf: async (account) => `${account}-${++asked}`,
    connections: 2,
    patienceMs,
    report: (line) => lines.push(line),
  });
  try {
    await story({ api, keys, lines });
  } finally {
    await api.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

const json =
  (status: number, body: object): Reply =>
  (_, response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
const cut: Reply = (request) => void request.socket.destroy();
const filing = { as: 'officer', method: 'POST', path: '/x', body: { a: 1 }, idempotencyKey: 'k1' } as const;

describe('the public API as a replay calls it', () => {
  it('is asked again under the same key until the system is back', async () => {
    await withServer([cut, json(503, {}), json(500, {}), json(201, { number: 'n' })], async ({ api, keys, lines }) => {
      expect(await api.call(filing)).toEqual({ status: 201, body: { number: 'n' } });
      expect(keys).toEqual(['k1', 'k1', 'k1', 'k1']);
      expect(lines).toEqual([expect.stringMatching(/^waiting for the system/), 'the system answers again']);
    });
  });

  it('gives refusals back at once', async () => {
    await withServer([json(422, { code: 'PETITION.RULE_REFUSED', detail: 'no' })], async ({ api, keys }) => {
      const answer = await api.call(filing);
      expect([answer.status, problemOf(answer), keys.length]).toEqual([422, 'PETITION.RULE_REFUSED: no', 1]);
    });
  });

  it('gets a new token when one does not hold', async () => {
    const byToken: Reply = (request, response) =>
      json(request.headers.authorization === 'Bearer officer-2' ? 200 : 401, {})(request, response);
    await withServer([byToken], async ({ api }) => {
      expect((await api.call(filing)).status).toBe(200);
    });
  });

  it('is given up when patience is over', async () => {
    await withServer([cut], async ({ api }) => expect(api.call(filing)).rejects.toThrow('did not come back'), 300);
  });

  it('says which fields a refusal names', () => {
    const errors = [{ field: 'title', message: 'is blank' }];
    expect(problemOf({ status: 400, body: { code: 'REQUEST.INVALID', errors } })).toBe(
      'REQUEST.INVALID: title is blank',
    );
  });
});
