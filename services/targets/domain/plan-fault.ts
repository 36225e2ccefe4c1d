// What can be wrong with the targets of a plan: where, a code of a closed list, and what was expected instead.

/** Every code with which a plan's content may be found at fault. */
export type PlanFaultCode =
  | 'INDICATOR_UNKNOWN'
  | 'INDICATOR_TWICE'
  | 'NOT_ASSESSED'
  | 'ELEMENT_UNKNOWN'
  | 'VALUE_NOT_POSITIVE'
  | 'VALUE_OUT_OF_RANGE'
  | 'VALUE_TOO_PRECISE'
  | 'PERIOD_UNFIT'
  | 'PERIODS_OUT_OF_ORDER'
  | 'CURVE_FALLS'
  | 'CURVE_ENDS_ELSEWHERE';

/** One fault: a JSON Pointer (RFC 6901) into the plan's content. */
export type PlanFault = { readonly pointer: string; readonly code: PlanFaultCode; readonly expected: string };

/** Makes a fault. */
export const planFault = (pointer: string, code: PlanFaultCode, expected: string): PlanFault => ({
  pointer,
  code,
  expected,
});
