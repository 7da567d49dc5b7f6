/** A log as pino speaks it; `PinoLogger` of nestjs-pino and a pino logger both are one. Never hand it personal data. */
export interface Log {
  debug(message: string): void;
  debug(facts: object, message: string): void;
  info(message: string): void;
  info(facts: object, message: string): void;
  warn(message: string): void;
  warn(facts: object, message: string): void;
  error(message: string): void;
  error(facts: object, message: string): void;
}

/** Injects the process's log: `@Inject(LOG) private readonly log: Log`. */
export const LOG = Symbol('wangge:log');
