// One row of a batch as it was sent, read into an observation or rejected by what it says alone.
import { isIsoDate } from '#kernel/values/date.ts';
import { characterCount, isReadable, isVisible } from '#kernel/values/readable.ts';
import { type RowReject, rowReject } from './row-reject.ts';

/** The fields of a row, in the order in which they are written. */
export const rowFields = ['element', 'unit', 'period', 'revision', 'value', 'status', 'asOf', 'reason'] as const;

/** The values of a row's fields in that order, as NDJSON or CSV gave them. */
export type RawRow = readonly unknown[];

/** A row that can be read. Whether its unit, element and revision fit is for the whole batch to see. */
export type ObservationRow = {
  readonly element: string;
  readonly unit: string;
  readonly revision: number;
  readonly value: string;
  readonly status: ObservationStatus;
  readonly asOf: string;
  readonly reason: string | null;
};

/** 初步、核定、更正. */
export type ObservationStatus = 'preliminary' | 'confirmed' | 'corrected';

/** The highest revision that a value may have. */
export const revisionMax = 9_999;

const reasonLengthMax = 200;

// As the contract's shared schemas have them.
const codePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const unitPattern = /^[0-9]{12}$/;
const decimalPattern = /^-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,10})?$/;
const statuses: ReadonlySet<unknown> = new Set(['preliminary', 'confirmed', 'corrected']);

const isStatus = (value: unknown): value is ObservationStatus => statuses.has(value);
const isRevision = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= revisionMax;

// Most reasons are short in any count.
const isShort = (reason: string): boolean =>
  reason.length <= reasonLengthMax || characterCount(reason) <= reasonLengthMax;

const malformed = (what: string, field: string | null = null): RowReject => rowReject('ROW_MALFORMED', { what }, field);

const readReason = (reason: unknown, status: ObservationStatus): string | null | RowReject => {
  if (reason === undefined || reason === null || reason === '')
    return status === 'corrected' ? rowReject('REASON_MISSING') : null;
  if (typeof reason !== 'string' || !isShort(reason) || !isReadable(reason))
    return malformed(`原因应为不超过 ${reasonLengthMax} 字的文本`, 'reason');
  if (status !== 'corrected') return malformed('只有更正才写原因', 'reason');
  return isVisible(reason) ? reason : rowReject('REASON_MISSING');
};

/**
 * Reads the values of a row of a batch for one period; gives the first fault in the order of the fields. The period of a row
 * that is read is the batch's.
 */
export const readRow = (raw: RawRow, period: string): ObservationRow | RowReject => {
  const [element, unit, rowPeriod, revision, value, status, asOf, reason] = raw;
  if (typeof element !== 'string' || !codePattern.test(element)) return malformed('数据元代码不合格式', 'element');
  if (typeof unit !== 'string' || !unitPattern.test(unit)) return malformed('区划代码应为12位数字', 'unit');
  if (rowPeriod !== period) return rowReject('PERIOD_WRONG', { wanted: period });
  if (!isRevision(revision)) return rowReject('REVISION_INVALID', { maximum: revisionMax });
  if (typeof value !== 'string' || !decimalPattern.test(value)) return rowReject('VALUE_NOT_A_NUMBER');
  if (!isStatus(status)) return rowReject('STATUS_UNKNOWN');
  if (!isIsoDate(asOf)) return rowReject('DATE_INVALID');
  const read = readReason(reason, status);
  return read !== null && typeof read === 'object'
    ? read
    : { element, unit, revision, value, status, asOf, reason: read };
};
