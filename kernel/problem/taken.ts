// From a pure decision to an operation's outcome: its value, or the refusal thrown as a problem.
import type { ProblemCode } from '#contracts/generated/problems.ts';
import type { Result } from '#kernel/values/result.ts';
import { problem } from './problem.ts';

/** The value of a decision that was taken; a refusal is thrown as the problem of its code, pointing into the body where it names a path. */
export const taken = <Value>(result: Result<Value, ProblemCode>): Value => {
  if (result.ok) return result.value;
  const { code, params, path } = result.refusal;
  const faults = path === undefined ? [] : [{ pointer: `/body${path}`, code, expected: 'what the detail says' }];
  throw problem(code, params, { faults });
};
