import type { ErrorCodeName } from '@wangge/contracts/error-codes';

export interface FieldProblem {
  /** Path in the input, `petitioners.0.name`. */
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/** An answer of the API that is no success (RFC 9457), or no answer at all. */
export class Problem extends Error {
  override readonly name = 'Problem';
  /** 0 when nobody answered. */
  readonly status: number;
  readonly code: ErrorCodeName | 'UNREACHABLE';
  /** Empty when nobody answered. */
  readonly title: string;
  readonly detail: string | undefined;
  readonly errors: readonly FieldProblem[];
  /** Every member of the problem, also those of its kind: the new stage of a case with 409. */
  readonly members: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, members: Readonly<Record<string, unknown>>, retryAfter: string | null = null) {
    const code = (members['code'] as ErrorCodeName | undefined) ?? 'UNREACHABLE';
    super(`${status} ${code}`);
    this.status = status;
    this.members = members;
    this.code = code;
    this.title = (members['title'] as string | undefined) ?? '';
    this.detail = members['detail'] as string | undefined;
    this.errors = (members['errors'] as readonly FieldProblem[] | undefined) ?? [];
    const seconds = Number(retryAfter ?? Number.NaN);
    this.retryAfterSeconds = Number.isFinite(seconds) ? seconds : undefined;
  }
}
