// Faults of a scheme or of a run as an answer lists them.
import type { FieldFault } from '#kernel/problem/problem.ts';
import type { Fault } from '#kernel/values/scheme/fault.ts';
import { faultText } from '#kernel/values/scheme/fault-text.ts';

/** The faults, each with its sentence; `prefix` is where the scheme stands in the request. */
export const fieldFaults = (faults: readonly Fault[], prefix: string): readonly FieldFault[] =>
  faults.map((fault) => ({ pointer: `${prefix}${fault.pointer}`, code: fault.code, expected: faultText(fault) }));
