// Faults of a scheme or of a run as an answer lists them.
import type { FieldFault } from '#kernel/problem/problem.ts';
import type { Fault } from '#kernel/values/scheme/fault.ts';

/** Faults that an answer lists at most (contract: Problem.errors); the count says how many there are. */
export const faultsShownMax = 50;

/** The faults, each with what it names; `prefix` is where the scheme stands in the request. */
export const fieldFaults = (faults: readonly Fault[], prefix: string): readonly FieldFault[] =>
  faults.slice(0, faultsShownMax).map(({ pointer, code, params }) => ({
    pointer: `${prefix}${pointer}`,
    code,
    expected: Object.entries(params)
      .map(([name, value]) => `${name}: ${value}`)
      .join(', '),
  }));
