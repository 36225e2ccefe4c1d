// The closed list of ways in which a text or a number fails to be a value of the domain.
import { shortened } from './readable.ts';

/** Every code a value type may refuse with; the problem list maps each of them to a status and a text. */
export type ValueErrorCode =
  | 'DECIMAL_MALFORMED'
  | 'DECIMAL_TOO_LONG'
  | 'DECIMAL_DIVISION_BY_ZERO'
  | 'DATE_INVALID'
  | 'INSTANT_INVALID'
  | 'CALENDAR_YEAR_UNKNOWN'
  | 'DEADLINE_INVALID'
  | 'PERIOD_INVALID'
  | 'PLACE_CODE_INVALID'
  | 'DOCUMENT_REFERENCE_INVALID'
  | 'CREDIT_CODE_MALFORMED'
  | 'IDENTIFIER_INVALID'
  | 'NOT_CANONICAL';

/** What an error text may name: the offending input and the limit it broke. */
export type ValueErrorParams = Readonly<Record<string, string | number>>;

/** A refused input: the caller gave something that is not a value, and `params` say what. */
export class ValueError extends Error {
  readonly code: ValueErrorCode;
  readonly params: ValueErrorParams;

  constructor(code: ValueErrorCode, params: ValueErrorParams = {}) {
    super(`${code} ${JSON.stringify(params)}`);
    this.name = 'ValueError';
    this.code = code;
    this.params = params;
  }
}

// A refused input is quoted in errors and logs, so its length is bounded.
const quotedLengthMax = 60;

/** Builds the error to throw; texts in `params` are cut to 60 characters, since input is not to be trusted with a log. */
export const valueError = (code: ValueErrorCode, params: ValueErrorParams = {}): ValueError =>
  new ValueError(
    code,
    Object.fromEntries(
      Object.entries(params).map(([name, value]) => [
        name,
        typeof value === 'string' ? shortened(value, quotedLengthMax) : value,
      ]),
    ),
  );
