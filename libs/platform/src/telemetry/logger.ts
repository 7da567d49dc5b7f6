import type { Params } from 'nestjs-pino';
import pino, { type Logger as PinoLogger, type LoggerOptions } from 'pino';

/** Fields that may hold personal data or secrets: never written, at the top of a log line or one or two levels down. */
const HIDDEN = [
  ...[
    'name',
    'phone',
    'address',
    'petitioners',
    'petitioner',
    'accused',
    'description',
    'title',
    'claims',
    'reason',
    'feedback',
    'idNumber',
  ],
  ...['queryCode', 'authorization', 'cookie', 'token', 'password', 'secret', 'set-cookie', 'body', 'lon', 'lat'],
];

const path = (field: string) => (/^\w+$/.test(field) ? field : `["${field}"]`);
const nested = (field: string) => (/^\w+$/.test(field) ? `.${field}` : `["${field}"]`);

/** Only what tells where and why: drivers hang rows, parameters and connection strings on their errors. */
export function loggedError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return typeof error === 'object' ? Object.prototype.toString.call(error) : error;
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  return {
    type: error.constructor.name,
    code: typeof code === 'string' || typeof code === 'number' ? code : undefined,
    message: error.message.slice(0, 1000),
    stack: error.stack?.slice(0, 4000),
    cause: cause !== undefined && depth < 4 ? loggedError(cause, depth + 1) : undefined,
  };
}

/** Options of the process's one logger: JSON lines, instants as ISO text, personal data left out. */
export function loggerOptions(service: string, level: string): LoggerOptions {
  return {
    level,
    base: { service, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: (error: unknown) => loggedError(error) },
    redact: {
      paths: HIDDEN.flatMap((field) => [path(field), `*${nested(field)}`, `*.*${nested(field)}`]),
      censor: '[hidden]',
    },
  };
}

/** nestjs-pino without its per-request middleware: a child logger and an async store for each request cost more than they tell. */
export const loggerParams = (logger: PinoLogger): Params => ({ pinoHttp: { logger }, forRoutes: [] });
