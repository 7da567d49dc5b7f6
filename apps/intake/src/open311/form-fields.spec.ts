import multipart from '@fastify/multipart';
import Fastify, { type FastifyInstance } from 'fastify';
import { parse } from 'node:querystring';
import { ProblemFilter } from '@wangge/platform/http/problem.filter';
import { readForm } from './form-fields';

let server: FastifyInstance;

beforeAll(async () => {
  server = Fastify();
  const problems = new ProblemFilter();
  server.setErrorHandler((error, request, reply) => problems.answer(error, request, reply));
  await server.register(multipart, { limits: { fields: 10, fieldSize: 1_000 }, throwFileSizeLimit: false });
  const type = 'application/x-www-form-urlencoded';
  server.addContentTypeParser(type, { parseAs: 'string' }, (_request, body, done) => done(null, parse(String(body))));
  server.post('/', async (request) => {
    const form = await readForm(request);
    return {
      service: form.one('service_code') ?? null,
      description: form.one('description') ?? null,
      media: form.all('media_url'),
      attributes: Object.fromEntries(form.attributes),
      file: form.file?.toString() ?? null,
    };
  });
});
afterAll(() => server.close());

const post = async (payload: string, type: string, query = '') => {
  const answer = await server.inject({ method: 'POST', url: `/${query}`, payload, headers: { 'content-type': type } });
  return answer.statusCode === 200 ? answer.json<object>() : answer.statusCode;
};
const form = (fields: string, query?: string) => post(fields, 'application/x-www-form-urlencoded', query);
const part = (name: string, value: string, more = '') =>
  `--x\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;

describe('a form', () => {
  it('has the fields and answers of an urlencoded body', async () => {
    const fields = 'service_code=+001+&description=%E5%9D%91%0D%0A2&attribute[A]=1&attribute[B][]=x&attribute[B][]=y';
    expect(
      await form(`${fields}&attribute[C][0]=z&attribute[]=no&media_url=http://a&media_url=&media_url=http://b`),
    ).toEqual({
      service: '001',
      description: '坑\n2',
      media: ['http://a', 'http://b'],
      attributes: { A: ['1'], B: ['x', 'y'], C: ['z'] },
      file: null,
    });
  });

  it('may stand in the query; the body goes before', async () => {
    expect(await form('', '?service_code=001&attribute[A]=1')).toMatchObject({
      service: '001',
      attributes: { A: ['1'] },
    });
    expect(await form('service_code=002', '?service_code=001')).toMatchObject({ service: '002' });
  });

  it('may come in parts, with a picture', async () => {
    const fields = part('service_code', '001') + part('attribute[B][]', 'x') + part('attribute[B][]', 'y');
    const picture = part('media', 'bytes', '; filename="a.png"\r\nContent-Type: image/png');
    expect(await post(`${fields}${picture}--x--\r\n`, 'multipart/form-data; boundary=x')).toMatchObject({
      service: '001',
      attributes: { B: ['x', 'y'] },
      file: 'bytes',
    });
    const empty = part('media', '', '; filename=""\r\nContent-Type: application/octet-stream');
    expect(await post(`${fields}${empty}--x--\r\n`, 'multipart/form-data; boundary=x')).toMatchObject({ file: null });
  });

  it('may be an object of JSON', async () => {
    const body = { service_code: 1, attribute: { A: 2, B: ['x', 'y'] }, media_url: ['http://a'], description: null };
    expect(await post(JSON.stringify(body), 'application/json')).toEqual({
      ...{ service: '1', description: null, media: ['http://a'], attributes: { A: ['2'], B: ['x', 'y'] }, file: null },
    });
  });

  it.each<[string, number, () => Promise<object | number>]>([
    ['too many values', 400, () => form('a=1&'.repeat(501))],
    [
      'a value too long for a part',
      413,
      () => post(`${part('a', 'x'.repeat(20_001))}--x--\r\n`, 'multipart/form-data; boundary=x'),
    ],
    [
      'two files',
      413,
      () => {
        const file = part('f', 'bytes', '; filename="a.png"');
        return post(`${file}${file}--x--\r\n`, 'multipart/form-data; boundary=x');
      },
    ],
    ['parts that break off', 400, () => post(part('a', 'x'), 'multipart/form-data; boundary=x')],
    ['parts without a boundary', 400, () => post(part('a', 'x'), 'multipart/form-data')],
  ])('with %s is refused with %d', async (_what, status, send) => {
    expect(await send()).toBe(status);
  });
});
