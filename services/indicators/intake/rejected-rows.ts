// The rejected rows of a batch in the order of their lines: those that could not be read and those that were judged bad.
import { addDays, type IsoDate } from '#kernel/values/date.ts';
import { isRejectCode, type RejectFacts, rowReject } from '../domain/row-reject.ts';
import type { BadRow } from '../store/list-bad-rows.ts';
import { type RejectedRow, rejectedRowsMax, shownContent } from './tally.ts';

/** The row as it was read, since the line that it came in is gone. */
const contentOf = (row: BadRow, period: string): string => {
  const { element, unit, revision, value, status, asOf, reason } = row;
  return shownContent(JSON.stringify({ element, unit, period, revision, value, status, asOf, reason }));
};

/** What the sentence of a judged row may name. */
export type Circumstances = {
  readonly period: string;
  readonly periodBegin: IsoDate;
  readonly periodEnd: IsoDate;
  readonly today: IsoDate;
};

const judged = (row: BadRow, { period, periodBegin, periodEnd, today }: Circumstances): RejectedRow => {
  if (!isRejectCode(row.code)) throw new Error(`${row.code} is no code of a rejected row.`);
  const facts: RejectFacts = {
    element: row.element,
    unit: row.unit,
    revision: row.revision,
    minimum: row.minimum ?? '?',
    maximum: row.maximum ?? '?',
    precision: row.precision ?? '?',
    day: periodEnd,
    period,
    today,
    // Left out where it is not known: a conflict with a row that is stored names no other line.
    ...(row.firstLine === null ? {} : { first: row.firstLine }),
    ...(row.frequency === null ? {} : { frequency: row.frequency }),
    ...(row.code === 'DATE_INVALID' ? { earliest: addDays(periodBegin, -(row.asOfLeadDays ?? 0)) } : {}),
  };
  return { ...rowReject(row.code, facts), line: row.line, content: contentOf(row, period) };
};

/** The first rejected rows by line. */
export const rejectedRowsOf = (
  unread: readonly RejectedRow[],
  bad: readonly BadRow[],
  circumstances: Circumstances,
): readonly RejectedRow[] =>
  [...unread, ...bad.map((row) => judged(row, circumstances))]
    .toSorted((one, other) => one.line - other.line)
    .slice(0, rejectedRowsMax);
