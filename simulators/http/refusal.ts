// A call that a simulated partner refuses, with its status and code, as application/problem+json (RFC 9457).

export type FieldFault = { readonly pointer: string; readonly expected: string };

/** What is thrown to refuse a call. `detail` is for people and never repeats a secret. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly code: string;
  readonly errors: readonly FieldFault[];

  constructor(status: number, code: string, detail: string, errors: readonly FieldFault[] = []) {
    super(detail);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }
}

/** The body that a refused caller reads. */
export const problemBody = (refusal: Refusal): object => ({
  type: `about:blank#${refusal.code}`,
  title: refusal.code,
  status: refusal.status,
  code: refusal.code,
  detail: refusal.message,
  ...(refusal.errors.length > 0 ? { errors: refusal.errors } : {}),
});
