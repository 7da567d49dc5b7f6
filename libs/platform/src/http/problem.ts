import { ERROR_CODES, type ErrorCodeName } from '@wangge/contracts/error-codes';
import type { Language, Message } from '../messages/catalogue';

/** A text for people: in both languages, or one that stands as it is. */
export type Text = string | Message;

export interface FieldError {
  /** Path in the input, `petitioners.0.name`; a header or query parameter by its name. */
  readonly field: string;
  readonly code: string;
  readonly message: Text;
}

export interface RefusalOptions {
  readonly errors?: readonly FieldError[];
  readonly detail?: Text;
  /** Further members of the problem (`stage`, `availableCommands`), beside the standard ones, which they cannot replace. */
  readonly extra?: Readonly<Record<string, unknown>>;
  /** Seconds for `Retry-After`; 503 and 429 have one in any case. */
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
}

/** A refusal with a code of the catalogue: thrown anywhere, answered as `application/problem+json`. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly errors?: readonly FieldError[];
  readonly detail?: Text;
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds?: number;

  constructor(
    readonly code: ErrorCodeName,
    { errors, detail, extra, retryAfterSeconds, cause }: RefusalOptions = {},
  ) {
    super(code, cause === undefined ? undefined : { cause });
    this.errors = errors;
    this.detail = detail;
    this.extra = extra;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  get status(): number {
    return ERROR_CODES[this.code].status;
  }
}

/** A refusal of single fields: 400 `REQUEST.INVALID`. */
export const invalid = (...errors: readonly FieldError[]): Refusal => new Refusal('REQUEST.INVALID', { errors });

/** An RFC 9457 problem as it goes over the wire. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ErrorCodeName;
  readonly detail?: string;
  readonly instance?: string;
  readonly errors?: readonly { field: string; code: string; message: string }[];
  readonly [extra: string]: unknown;
}

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

const said = (text: Text, language: Language): string => (typeof text === 'string' ? text : text[language]);

/** The problem that answers a refusal, its texts in the asked language. */
export function problemOf(refusal: Refusal, language: Language, instance?: string): Problem {
  const { code, detail, errors, extra } = refusal;
  return {
    ...extra,
    type: `urn:wangge:error:${code}`,
    title: ERROR_CODES[code][language],
    status: ERROR_CODES[code].status,
    code,
    ...(detail !== undefined && { detail: said(detail, language) }),
    ...(instance !== undefined && { instance }),
    ...(errors && {
      errors: errors.map((error) => ({ field: error.field, code: error.code, message: said(error.message, language) })),
    }),
  };
}

export const isErrorCode = (code: unknown): code is ErrorCodeName =>
  typeof code === 'string' && Object.hasOwn(ERROR_CODES, code);
