// The outcome of a pure decision: a value, or a refusal with a code of a closed list.

/** Why a decision was refused: a code for programs, parameters for the text, and the path of the faulty field if there is one. */
export type Refusal<Code extends string = string> = {
  readonly code: Code;
  readonly params: Readonly<Record<string, string | number>>;
  readonly path?: string;
};

/** A value or a refusal; a refusal is an expected answer, never an exception. */
export type Result<Value, Code extends string = string> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refusal: Refusal<Code> };

/** Wraps the value of a decision that was taken. */
export const accepted = <Value>(value: Value): { readonly ok: true; readonly value: Value } => ({ ok: true, value });

/** Wraps the code and parameters of a decision that was refused. */
export const refused = <Code extends string>(
  code: Code,
  params: Readonly<Record<string, string | number>> = {},
  path?: string,
): { readonly ok: false; readonly refusal: Refusal<Code> } => ({
  ok: false,
  refusal: path === undefined ? { code, params } : { code, params, path },
});
