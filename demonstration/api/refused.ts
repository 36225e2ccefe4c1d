// What the driver throws when the system refuses a request: who asked what, and the problem's code and detail.

/** The fields of a problem (RFC 9457) that a person needs. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly { readonly pointer: string; readonly expected: string }[];
}

/** A request that was refused. */
export class RequestRefused extends Error {
  readonly problem: Problem;

  constructor(actor: string, operation: string, problem: Problem) {
    const fields = problem.errors.map(({ pointer, expected }) => `${pointer}: ${expected}`).join('; ');
    const where = fields === '' ? '' : ` (${fields})`;
    super(`${actor} → ${operation}: ${problem.status} ${problem.code} ${problem.detail}${where}`);
    this.name = 'RequestRefused';
    this.problem = problem;
  }
}

const textOf = (value: unknown, name: string): string => {
  const field: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return typeof field === 'string' ? field : '';
};

/** The problem that an answer holds; what is no problem is shown as it came. */
export const problemOf = (status: number, text: string): Problem => {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { status, code: 'NO_PROBLEM', detail: text.slice(0, 300), errors: [] };
  }
  const errors: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'errors') : undefined;
  return {
    status,
    code: textOf(body, 'code'),
    detail: textOf(body, 'detail'),
    errors: Array.isArray(errors)
      ? errors.map((fault: unknown) => ({ pointer: textOf(fault, 'pointer'), expected: textOf(fault, 'expected') }))
      : [],
  };
};
