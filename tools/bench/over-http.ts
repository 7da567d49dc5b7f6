import { Agent, request } from 'undici';

const agent = new Agent({ connections: 64, pipelining: 1, keepAliveTimeout: 60_000 });

/** Ends the connections that a bench held open. */
export const closeConnections = (): Promise<void> => agent.close();

/** Sends JSON and answers with JSON; throws unless the status is the expected one. */
export async function send(
  method: 'GET' | 'POST',
  url: string,
  expected: number,
  body?: object,
  headers: Record<string, string> = {},
): Promise<Record<string, unknown>> {
  const answer = await request(url, {
    method,
    dispatcher: agent,
    headers: { ...(body ? { 'content-type': 'application/json' } : {}), ...headers },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await answer.body.text();
  if (answer.statusCode !== expected) throw new Error(`${method} ${url}: ${answer.statusCode} ${text.slice(0, 300)}`);
  return JSON.parse(text) as Record<string, unknown>;
}

/**
 * A command on a case. A new case is registered and dispatched a moment after it is filed: a handler who is early is told
 * so, and comes again, for at most half a minute.
 */
export async function act(url: string, authorization: string, body: object = {}): Promise<void> {
  const until = performance.now() + 30_000;
  for (let pause = 160; ; pause = Math.min(pause * 2, 320)) {
    const answer = await request(url, {
      method: 'POST',
      dispatcher: agent,
      headers: { 'content-type': 'application/json', authorization },
      body: JSON.stringify({ reason: '量测', ...body }),
    });
    const text = await answer.body.text();
    if (answer.statusCode === 200) return;
    if ((answer.statusCode !== 409 && answer.statusCode !== 404) || performance.now() > until)
      throw new Error(`${url}: ${answer.statusCode} ${text.slice(0, 300)}`);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
