// The rejected rows of a batch in the order of their lines: those that could not be read and those that were judged bad.
import { isRejectCode, type RejectFacts, rowReject } from '../domain/row-reject.ts';
import type { BadRow } from '../store/list-bad-rows.ts';
import { type RejectedRow, rejectedRowsMax, shownContent } from './tally.ts';

/** The row as it was read, since the line that it came in is gone. */
const contentOf = (row: BadRow, period: string): string => {
  const { element, unit, revision, value, status, asOf, reason } = row;
  return shownContent(JSON.stringify({ element, unit, period, revision, value, status, asOf, reason }));
};

/** What the sentence of a judged row may name. */
export type Circumstances = { readonly period: string; readonly periodEnd: string; readonly today: string };

const judged = (row: BadRow, { period, periodEnd, today }: Circumstances): RejectedRow => {
  if (!isRejectCode(row.code)) throw new Error(`${row.code} is no code of a rejected row.`);
  const facts: RejectFacts = {
    element: row.element,
    unit: row.unit,
    revision: row.revision,
    first: row.firstLine ?? '?',
    minimum: row.minimum ?? '?',
    maximum: row.maximum ?? '?',
    precision: row.precision ?? '?',
    day: periodEnd,
    wanted: '数据元规定的频度',
    period,
    today,
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
