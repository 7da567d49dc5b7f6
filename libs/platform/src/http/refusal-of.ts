import { HttpException } from '@nestjs/common';
import type { ErrorCodeName } from '@wangge/contracts/error-codes';
import { z } from 'zod';
import type { Language, Message } from '../messages/catalogue';
import { platformMessages, type PlatformMessage } from '../messages/platform-messages';
import { isErrorCode, Refusal, type RefusalOptions } from './problem';
import { fieldErrorsOf } from './validation';

const both = (key: PlatformMessage): Message => ({
  zh: platformMessages.say(key, 'zh'),
  en: platformMessages.say(key, 'en'),
});

/** An error seen without knowing its class: drivers, Prisma, gRPC, NATS and undici each mark theirs in their own way. */
interface Marked {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly type?: unknown;
  readonly kind?: unknown;
  readonly message?: unknown;
  readonly details?: unknown;
  readonly cause?: unknown;
  readonly errors?: unknown;
  readonly meta?: unknown;
}

/** Codes of "not reachable now": node sockets, undici, Prisma, and SQLSTATE classes 08 and 57P and others that pass by themselves. */
const UNREACHABLE = new Set([
  ...[
    'ECONNREFUSED',
    'ECONNRESET',
    'ECONNABORTED',
    'ETIMEDOUT',
    'EPIPE',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'ENOTFOUND',
    'EAI_AGAIN',
  ],
  ...['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'UND_ERR_SOCKET', 'UND_ERR_CLOSED'],
  ...['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2034', 'P2037'],
  ...['57P01', '57P02', '57P03', '57P05', '53300', '53400', '40001', '40P01', '55P03', '57014', '25P03', '25P04'],
]);
const UNREACHABLE_NAME = new Set([
  ...['TimeoutError', 'NoRespondersError', 'ConnectionError', 'ClosedConnectionError', 'DrainingConnectionError'],
  ...['WorkflowUpdateRPCTimeoutOrCancelledError', 'BrokenCircuitError', 'PrismaClientInitializationError'],
]);
/** Prisma's driver adapters name the kind instead. */
const UNREACHABLE_KIND = new Set([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TooManyConnections',
  'TransactionWriteConflict',
]);
const UNREACHABLE_TEXT =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Cannot use a pool after|Query read timeout)/;
/** gRPC: DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, FAILED_PRECONDITION (Temporal, while a late workflow task is retried), UNAVAILABLE. */
const UNREACHABLE_GRPC = new Set([4, 8, 9, 14]);
/** SQLSTATE of a text PostgreSQL cannot store (NUL, broken UTF-8 escape): the input was bad, not the service. */
const BAD_TEXT = new Set(['22021', '22P05']);
const DUPLICATE = new Set(['23505', '23P01', 'P2002', 'UniqueConstraintViolation']);

/**
 * The refusal that answers an error; undefined when it is a fault of ours (500). Looks through causes, at most 8 deep, and
 * into what Prisma reports of its driver: PostgreSQL's own code stands there, under one of Prisma's for raw or unmapped errors.
 */
export function refusalOf(error: unknown, language: Language): Refusal | undefined {
  let at: unknown = error;
  for (let depth = 0; depth < 8 && typeof at === 'object' && at !== null; depth++) {
    const refusal = refusalOfOne(at, language);
    if (refusal) return refusal;
    const { cause, meta } = at as Marked;
    at = cause ?? (meta as { driverAdapterError?: unknown } | undefined)?.driverAdapterError;
  }
  return undefined;
}

function refusalOfOne(error: object, language: Language): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (error instanceof z.core.$ZodError)
    return new Refusal('REQUEST.INVALID', { errors: fieldErrorsOf(error, language) });
  if (error instanceof HttpException) return ofHttp(error);
  const { name, code, type, kind, message, details, errors } = error as Marked;
  if (isErrorCode(type)) return ofFailure(type, details, error);
  if (isErrorCode(code)) return ofFailure(code, [error], error);
  if (typeof code === 'string' && code.startsWith('FST_') && 'statusCode' in error)
    return ofFastify(code, Number(error.statusCode), error);
  if (has(DUPLICATE, code) || has(DUPLICATE, kind)) return new Refusal('RESOURCE.CONFLICT', { cause: error });
  if (has(BAD_TEXT, code)) return new Refusal('REQUEST.INVALID', { detail: both('database.bad-text'), cause: error });
  const unreachable =
    has(UNREACHABLE, code) ||
    has(UNREACHABLE_KIND, kind) ||
    has(UNREACHABLE_NAME, name) ||
    (typeof code === 'string' && /^08\w{3}$/.test(code)) ||
    (typeof code === 'number' && UNREACHABLE_GRPC.has(code) && 'details' in error) ||
    (typeof message === 'string' && UNREACHABLE_TEXT.test(message)) ||
    (Array.isArray(errors) && errors.some((one) => has(UNREACHABLE, (one as Marked | undefined)?.code)));
  return unreachable ? new Refusal('SERVICE.UNAVAILABLE', { cause: error }) : undefined;
}

const has = (set: ReadonlySet<string>, value: unknown): boolean => typeof value === 'string' && set.has(value);

/** A failure from a workflow or an answer from another service: `type` is the code, the first detail may hold the rest. */
function ofFailure(code: ErrorCodeName, details: unknown, cause: unknown): Refusal {
  const [first] = Array.isArray(details) ? (details as unknown[]) : [];
  const { errors, detail, extra } = (typeof first === 'object' && first !== null ? first : {}) as RefusalOptions;
  return new Refusal(code, { errors: Array.isArray(errors) ? errors : undefined, detail, extra, cause });
}

const CODE_OF_STATUS: Readonly<Record<number, ErrorCodeName>> = {
  400: 'REQUEST.MALFORMED',
  401: 'IDENTITY.NOT_SIGNED_IN',
  403: 'IDENTITY.NOT_PERMITTED',
  404: 'RESOURCE.NOT_FOUND',
  405: 'RESOURCE.NOT_FOUND',
  408: 'SERVICE.UNAVAILABLE',
  409: 'RESOURCE.CONFLICT',
  413: 'REQUEST.TOO_LARGE',
  414: 'REQUEST.MALFORMED',
  415: 'REQUEST.UNSUPPORTED_MEDIA',
  422: 'REQUEST.INVALID',
  429: 'REQUEST.TOO_MANY',
  431: 'REQUEST.MALFORMED',
  502: 'SERVICE.UNAVAILABLE',
  503: 'SERVICE.UNAVAILABLE',
  504: 'SERVICE.UNAVAILABLE',
};

function ofHttp(error: HttpException): Refusal | undefined {
  const cause = error.cause as Marked | undefined;
  if (typeof cause?.code === 'string' && cause.code.startsWith('FST_'))
    return ofFastify(cause.code, error.getStatus(), error);
  const code = CODE_OF_STATUS[error.getStatus()] ?? (error.getStatus() < 500 ? 'REQUEST.MALFORMED' : undefined);
  return code && new Refusal(code, { cause: error });
}

const DETAIL_OF_FASTIFY: Readonly<Record<string, PlatformMessage>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'json.malformed',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'body.missing',
  FST_ERR_CTP_BODY_TOO_LARGE: 'body.too-large',
  FST_REQ_FILE_TOO_LARGE: 'body.too-large',
};

function ofFastify(fastifyCode: string, status: number, cause: unknown): Refusal | undefined {
  const code = CODE_OF_STATUS[status] ?? (status >= 400 && status < 500 ? 'REQUEST.MALFORMED' : undefined);
  const detail = DETAIL_OF_FASTIFY[fastifyCode];
  return code && new Refusal(code, { detail: detail && both(detail), cause });
}
