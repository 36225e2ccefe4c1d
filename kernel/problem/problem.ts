// A refusal with a code of the closed list, the one error that reaches a caller.
import { type ProblemCode, problemCatalogue } from '#contracts/generated/problems.ts';

/** One named value of a problem's texts. */
export type ProblemParams = Readonly<Record<string, string | number>>;

/** A field that was wrong: where (JSON Pointer, RFC 6901, into path, query, header or body) and what was expected. */
export interface FieldFault {
  readonly pointer: string;
  readonly expected: string;
  readonly code: string;
}

/** Whether a text is a code of the closed list. */
export const isProblemCode = (text: string): text is ProblemCode => Object.hasOwn(problemCatalogue, text);

/** A refusal. Its message is the code: the texts come from the catalogue when it is shown. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly params: ProblemParams;
  readonly faults: readonly FieldFault[];

  constructor(code: ProblemCode, params: ProblemParams, faults: readonly FieldFault[], options?: ErrorOptions) {
    super(code, options);
    this.name = 'Problem';
    this.code = code;
    this.params = params;
    this.faults = faults;
  }

  get status(): number {
    return problemCatalogue[this.code].status;
  }
}

/** Makes a refusal: throw it. `params` fill the texts of `contracts/problems.yaml`; the cause is kept for the log only. */
export const problem = (
  code: ProblemCode,
  params: ProblemParams = {},
  options: ErrorOptions & { readonly faults?: readonly FieldFault[] } = {},
): Problem =>
  new Problem(code, params, options.faults ?? [], options.cause === undefined ? undefined : { cause: options.cause });
