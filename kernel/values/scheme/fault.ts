// A fault in a scheme or in what it is applied to: where it is, and a code of a closed list.

/** Every code with which a scheme or the input of a scoring run may be found at fault. */
export type FaultCode =
  | 'DECIMAL_MALFORMED'
  | 'EMPTY'
  | 'DUPLICATE'
  | 'UNKNOWN_DIMENSION'
  | 'UNKNOWN_CLASS'
  | 'UNKNOWN_INDICATOR'
  | 'UNKNOWN_UNIT'
  | 'WEIGHT_MISSING'
  | 'WEIGHT_NEGATIVE'
  | 'WEIGHTS_DO_NOT_SUM'
  | 'PRECISION_INVALID'
  | 'RANGE_REVERSED'
  | 'MONTH_EXPECTED'
  | 'MONTHS_TOO_MANY'
  | 'NOT_POSITIVE'
  | 'NEGATIVE'
  | 'STEPS_OUT_OF_ORDER'
  | 'RANKED_UNITS_MIN_TOO_SMALL'
  | 'RANKED_UNITS_TOO_FEW'
  | 'FALLBACK_IS_A_RANK_RULE'
  | 'EXCELLENT_IS_NO_BAND'
  | 'DIRECTION_UNFIT'
  | 'OBSERVATION_MISSING'
  | 'OBSERVATION_DUPLICATE'
  | 'TARGET_MISSING'
  | 'TARGET_NOT_POSITIVE'
  | 'CLASS_AVERAGE_UNKNOWN'
  | 'NOTHING_TO_SCORE'
  | 'RESULT_TOO_LONG';

/** One fault: a JSON Pointer (RFC 6901) into the written input, the code, and what its text names. */
export type Fault = {
  readonly pointer: string;
  readonly code: FaultCode;
  readonly params: Readonly<Record<string, string | number>>;
};

/** What was read, or every fault that was found in it. */
export type Checked<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** Collects faults while an input is walked, so that its sender sees all of them at once. */
export type FaultList = {
  readonly add: (pointer: string, code: FaultCode, params?: Fault['params']) => void;
  readonly all: () => readonly Fault[];
};

/** An empty list of faults. */
export const faultList = (): FaultList => {
  const faults: Fault[] = [];
  return { add: (pointer, code, params = {}) => void faults.push({ pointer, code, params }), all: () => faults };
};
