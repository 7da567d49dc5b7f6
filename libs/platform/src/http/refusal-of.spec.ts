import { ForbiddenException, HttpException, NotFoundException } from '@nestjs/common';
import { z } from 'zod';
import { problemOf, Refusal } from './problem';
import { refusalOf } from './refusal-of';

const marked = (marks: object, message = 'it failed', cause?: unknown) =>
  Object.assign(new Error(message, { cause }), marks);
const codeOf = (error: unknown) => refusalOf(error, 'en')?.code;

describe('what an error is answered with', () => {
  it.each<[string, unknown]>([
    ['a refused connection', marked({ code: 'ECONNREFUSED' })],
    ['every address refused', marked({ errors: [marked({ code: 'ECONNREFUSED' })] }, '')],
    ['pg: terminated', marked({}, 'Connection terminated unexpectedly')],
    ['pg: pool', marked({}, 'timeout exceeded when trying to connect')],
    ['pg: shutting down', marked({ code: '57P01' })],
    ['pg: connection exception', marked({ code: '08006' })],
    ['pg: deadlock', marked({ code: '40P01' })],
    ['Prisma: not reachable', marked({ code: 'P1001', name: 'PrismaClientKnownRequestError' })],
    ['Prisma: driver', marked({ name: 'DriverAdapterError', cause: { kind: 'DatabaseNotReachable' } })],
    [
      'Prisma: raw query',
      marked({ code: 'P2010', meta: { driverAdapterError: { cause: { kind: 'postgres', code: '57P01' } } } }),
    ],
    ['gRPC: unavailable', marked({ code: 14, details: 'no connection' })],
    [
      'gRPC: deadline, as a cause',
      marked({ name: 'ServiceError' }, 'Failed to start', marked({ code: 4, details: 'Deadline exceeded' })),
    ],
    [
      'Temporal: workflow task retried',
      marked({ name: 'ServiceError' }, 'Update failed', marked({ code: 9, details: 'Workflow Task in failed state.' })),
    ],
    ['Temporal: update late', marked({ name: 'WorkflowUpdateRPCTimeoutOrCancelledError' })],
    ['NATS: nobody there', marked({ name: 'RequestError', cause: marked({ name: 'NoRespondersError' }) })],
    ['a deadline', marked({ name: 'TimeoutError' })],
    ['fetch', marked({}, 'fetch failed', marked({ code: 'UND_ERR_CONNECT_TIMEOUT' }))],
  ])('%s: 503', (_name, error) => {
    expect(codeOf(error)).toBe('SERVICE.UNAVAILABLE');
  });

  it.each<[string, unknown, string | undefined]>([
    [
      'pg unique violation',
      marked({ code: '23505', detail: 'Key (phone)=(13800000000) already exists.' }),
      'RESOURCE.CONFLICT',
    ],
    ['Prisma unique violation', marked({ code: 'P2002' }), 'RESOURCE.CONFLICT'],
    ['a NUL in a text', marked({ code: '22021' }), 'REQUEST.INVALID'],
    [
      'a NUL in a text, through Prisma',
      marked({ code: 'P2039', meta: { driverAdapterError: { cause: { kind: 'postgres', code: '22021' } } } }),
      'REQUEST.INVALID',
    ],
    [
      'a workflow that refuses',
      marked({}, 'Update failed', marked({ type: 'PETITION.WRONG_STAGE', details: [{ extra: { stage: 'closed' } }] })),
      'PETITION.WRONG_STAGE',
    ],
    ['an answer over NATS', { status: 'error', code: 'RESOURCE.NOT_FOUND', message: 'x' }, 'RESOURCE.NOT_FOUND'],
    ['a workflow failure of no known code', marked({ type: 'Oops' }), undefined],
    ['Nest: not found', new NotFoundException(), 'RESOURCE.NOT_FOUND'],
    ['Nest: forbidden', new ForbiddenException(), 'IDENTITY.NOT_PERMITTED'],
    ['a status without a code', new HttpException('x', 418), 'REQUEST.MALFORMED'],
    ['a status of our fault', new HttpException('x', 501), undefined],
    ['a bug', new TypeError('x is not a function'), undefined],
    ['a number as code without gRPC', marked({ code: 14 }), undefined],
    ['nothing', undefined, undefined],
    ['a text', 'thrown', undefined],
  ])('%s', (_name, error, code) => {
    expect(codeOf(error)).toBe(code);
  });

  it('a workflow hands over its extra members', () => {
    const failure = marked({
      type: 'PETITION.WRONG_STAGE',
      details: [{ detail: '已办结', extra: { stage: 'closed', availableCommands: [] } }],
    });
    expect(problemOf(refusalOf(marked({}, 'Update failed', failure), 'zh')!, 'zh')).toEqual({
      type: 'urn:wangge:error:PETITION.WRONG_STAGE',
      title: '当前环节不能进行此操作',
      status: 409,
      code: 'PETITION.WRONG_STAGE',
      detail: '已办结',
      stage: 'closed',
      availableCommands: [],
    });
  });

  it('a cycle of causes ends', () => {
    const error = marked({});
    (error as { cause: unknown }).cause = error;
    expect(codeOf(error)).toBeUndefined();
  });
});

describe('wrong fields', () => {
  const schema = z.strictObject({
    kind: z.enum(['petition', 'matter']),
    place: z.union([z.strictObject({ grid: z.string() }), z.strictObject({ lon: z.number(), lat: z.number() })]),
    claims: z.array(z.string().max(3)).min(1),
    at: z.iso.datetime({ offset: true }),
    code: z.string().regex(/^a$/),
  });
  const errorsOf = (value: unknown, language: 'zh' | 'en') => {
    const { error } = schema.safeParse(value);
    return problemOf(refusalOf(error, language)!, language).errors!.map(({ field, message }) => `${field}: ${message}`);
  };
  const wrong = { kind: 'x', place: { lon: 1, lat: '2' }, claims: ['long'], at: 'today', code: 'b' };

  it('are said in Chinese', () => {
    expect(errorsOf(wrong, 'zh')).toEqual([
      'kind: 无效选项：期望以下之一 "petition"|"matter"',
      'place.lat: 须为数字',
      'claims.0: 数值过大：期望 string <=3 字符',
      'at: 无效ISO日期时间',
      'code: 格式不正确',
    ]);
  });

  it('are said in English', () => {
    expect(errorsOf({ ...wrong, claims: undefined }, 'en')).toEqual([
      'kind: Invalid option: expected one of "petition"|"matter"',
      'place.lat: Must be a number',
      'claims: Required',
      'at: Invalid ISO datetime',
      'code: Not of the expected form',
    ]);
  });

  it('are at most a hundred, however many there are', () => {
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`f${index}`, 1]));
    expect(errorsOf(many, 'en').length).toBeLessThanOrEqual(100);
  });

  it('a refusal keeps its own', () => {
    const refusal = new Refusal('REQUEST.INVALID', {
      errors: [{ field: 'a', code: 'b', message: { zh: '甲', en: 'A' } }],
    });
    expect(problemOf(refusalOf(refusal, 'en')!, 'en').errors).toEqual([{ field: 'a', code: 'b', message: 'A' }]);
  });
});
