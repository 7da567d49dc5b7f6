/** A deadline that cannot be computed. `code` looks like `DEADLINE.INVALID_START`, `field` is the input that is at fault. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';

  constructor(
    readonly code: string,
    readonly field: string,
    message: string,
  ) {
    super(message);
  }
}
