import { Logger } from '@nestjs/common';
import Fastify, { type FastifyInstance } from 'fastify';
import { ProblemFilter } from '@wangge/platform/http/problem.filter';
import { invalid, Refusal } from '@wangge/platform/http/problem';
import { speakOpen311 } from './speak-open311';

let server: FastifyInstance;

beforeAll(async () => {
  Logger.overrideLogger(false);
  server = Fastify({ bodyLimit: 100 });
  const problems = new ProblemFilter();
  server.setErrorHandler((error, request, reply) => problems.answer(error, request, reply));
  server.setNotFoundHandler((request, reply) => problems.answer(new Refusal('RESOURCE.NOT_FOUND'), request, reply));
  speakOpen311(server);
  const refusals: Record<string, Refusal> = {
    fields: invalid({ field: 'lat', code: 'x', message: 'wrong' }, { field: '', code: 'x', message: '<&>' }),
    key: new Refusal('IDENTITY.NOT_PERMITTED', { detail: 'no key' }),
    item: new Refusal('PETITION.UNKNOWN_ITEM'),
    grid: new Refusal('PETITION.UNKNOWN_GRID'),
    reused: new Refusal('IDEMPOTENCY.KEY_REUSED'),
    down: new Refusal('SERVICE.UNAVAILABLE'),
  };
  const handler = (request: { params: unknown }) => {
    const { what } = request.params as { what: string };
    throw refusals[what] ?? new Refusal('RESOURCE.NOT_FOUND');
  };
  server.get('/open311/v2/:what.:format', handler);
  server.get('/api/v1/:what', handler);
  server.post('/open311/v2/requests.json', () => 'posted');
});
afterAll(() => server.close());

const get = (url: string) => server.inject({ url, headers: { 'accept-language': 'en' } });

describe('a refusal below /open311', () => {
  it.each([
    [
      'fields',
      400,
      [
        { code: 400, description: 'lat: wrong' },
        { code: 400, description: '<&>' },
      ],
    ],
    ['key', 403, [{ code: 403, description: 'no key' }]],
    ['item', 404, [{ code: 404, description: 'The matter item does not exist' }]],
    ['grid', 400, [{ code: 400, description: 'The grid does not exist or the place is in no grid' }]],
    ['reused', 400, [{ code: 400, description: 'This idempotency key was used with another body' }]],
    ['down', 503, [{ code: 503, description: 'The service is temporarily unavailable; try again later' }]],
  ])('of %s is a list of errors', async (what, status, errors) => {
    const answer = await get(`/open311/v2/${what}.json`);
    expect([answer.statusCode, answer.headers['content-type'], answer.json<unknown>()]).toEqual([
      status,
      'application/json; charset=utf-8',
      errors,
    ]);
  });

  it('is XML where XML is asked for', async () => {
    const answer = await get('/open311/v2/fields.xml');
    expect([answer.statusCode, answer.headers['content-type'], answer.body]).toEqual([
      400,
      'text/xml; charset=utf-8',
      '<?xml version="1.0" encoding="utf-8"?>\n<errors><error><code>400</code><description>lat: wrong</description></error><error><code>400</code><description>&lt;&amp;&gt;</description></error></errors>',
    ]);
  });

  it('of the router or the body parser is said the same way', async () => {
    expect((await get('/open311/nowhere')).body).toContain('<errors><error><code>404</code>');
    const large = await server.inject({
      method: 'POST',
      url: '/open311/v2/requests.json',
      payload: { a: 'x'.repeat(100) },
    });
    expect([large.statusCode, large.json<{ code: number }[]>()[0]!.code]).toEqual([413, 413]);
  });

  it('elsewhere stays a problem', async () => {
    expect((await get('/api/v1/grid')).headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect((await get('/open311x')).headers['content-type']).toBe('application/problem+json; charset=utf-8');
  });
});

describe('pages of other origins', () => {
  it('may ask and post, refused or not, without credentials', async () => {
    const asked = await server.inject({ method: 'OPTIONS', url: '/open311/v2/requests.json' });
    expect(asked.statusCode).toBe(204);
    for (const { headers } of [asked, await get('/open311/v2/fields.json'), await get('/open311/nowhere')]) {
      expect(headers['access-control-allow-origin']).toBe('*');
      expect(headers['access-control-allow-credentials']).toBeUndefined();
    }
    expect((await get('/api/v1/grid')).headers['access-control-allow-origin']).toBeUndefined();
  });
});
