// One row of a batch as it was sent, read into an observation or rejected by what it says alone.

import { isIsoDate } from '#kernel/values/date.ts';
import { isPeriod, type Period } from '#kernel/values/period.ts';
import { characterCount, isReadable, isVisible } from '#kernel/values/readable.ts';
import type { Words } from '#kernel/values/words.ts';
import { cellHint } from './cell-hint.ts';
import { malformedRow, type RowReject, rowReject } from './row-reject.ts';

/** The fields of a row, in the order in which they are written; the reason alone may be left out. */
export const rowFields = ['element', 'unit', 'period', 'revision', 'value', 'status', 'asOf', 'reason'] as const;
export const optionalField = 'reason';

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

const elementForm = { zh: '数据元代码不合格式', en: 'the code of the data element has not the form of one' };
const unitForm = { zh: '区划代码应为12位数字', en: 'the place code should have 12 digits' };
const reasonForm = {
  zh: `原因应为不超过 ${reasonLengthMax} 字的文本`,
  en: `the reason should be a text of up to ${reasonLengthMax} characters`,
};
const reasonUnasked = { zh: '只有更正才写原因', en: 'only a correction has a reason' };

// Only the batch is of the wrong period, perhaps: who reads the sentence alone would write the row anew.
const ofOtherPeriod = (rowPeriod: Period): Words => ({
  zh: `该行是 ${rowPeriod} 的数据，请以 ${rowPeriod} 为数据期另报一批`,
  en: `the row is of ${rowPeriod}: send it in a batch of that period`,
});
const periodHint = (rowPeriod: unknown): Words | undefined =>
  isPeriod(rowPeriod) ? ofOtherPeriod(rowPeriod) : cellHint(rowPeriod);

// A revision alone is a number: that it is no text is no fault.
const textHint = (cell: unknown): Words | undefined => (typeof cell === 'string' ? cellHint(cell) : undefined);

const readReason = (reason: unknown, status: ObservationStatus): string | null | RowReject => {
  if (reason === undefined || reason === null || reason === '')
    return status === 'corrected' ? rowReject('REASON_MISSING') : null;
  if (typeof reason !== 'string' || !isShort(reason) || !isReadable(reason))
    return malformedRow(reasonForm, { field: 'reason' });
  if (status !== 'corrected') return malformedRow(reasonUnasked, { field: 'reason' });
  return isVisible(reason) ? reason : rowReject('REASON_MISSING');
};

/**
 * Reads the values of a row of a batch for one period; gives the first fault in the order of the fields. The period of a row
 * that is read is the batch's.
 */
export const readRow = (raw: RawRow, period: string): ObservationRow | RowReject => {
  const [element, unit, rowPeriod, revision, value, status, asOf, reason] = raw;
  if (typeof element !== 'string' || !codePattern.test(element))
    return malformedRow(elementForm, { field: 'element', hint: cellHint(element) });
  if (typeof unit !== 'string' || !unitPattern.test(unit))
    return malformedRow(unitForm, { field: 'unit', hint: cellHint(unit) });
  if (rowPeriod !== period) return rowReject('PERIOD_WRONG', { wanted: period }, { hint: periodHint(rowPeriod) });
  if (!isRevision(revision))
    return rowReject('REVISION_INVALID', { maximum: revisionMax }, { hint: textHint(revision) });
  if (typeof value !== 'string' || !decimalPattern.test(value))
    return rowReject('VALUE_NOT_A_NUMBER', {}, { hint: cellHint(value) });
  if (!isStatus(status)) return rowReject('STATUS_UNKNOWN', {}, { hint: cellHint(status) });
  if (!isIsoDate(asOf)) return rowReject('DATE_INVALID', {}, { hint: cellHint(asOf) });
  const read = readReason(reason, status);
  return read !== null && typeof read === 'object'
    ? read
    : { element, unit, revision, value, status, asOf, reason: read };
};
