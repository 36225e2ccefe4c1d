// What was seen while a batch was read: how many rows and blank ones, and the first of those that could not be read.
import { firstCharacters } from '#kernel/values/readable.ts';
import type { RowReject } from '../domain/row-reject.ts';

/** Rejected rows that are kept with a batch; the total is counted beyond. */
export const rejectedRowsMax = 10_000;

/** Rows that a batch may have. */
export const rowsMax = 2_000_000;

const contentLengthMax = 500;

/** A row that was not taken. */
export type RejectedRow = RowReject & { readonly line: number; readonly content: string };

/** Counts rows and blank ones, and collects rejects up to the limit. */
export type Tally = {
  readonly countRow: () => number;
  readonly countBlank: () => void;
  readonly reject: (row: RejectedRow) => void;
  readonly rows: () => number;
  readonly blanks: () => number;
  readonly rejected: () => number;
  readonly listed: () => readonly RejectedRow[];
};

/** The beginning of a line as a person may be shown it, and as PostgreSQL keeps it. */
export const shownContent = (text: string): string =>
  firstCharacters(text, contentLengthMax).toWellFormed().replaceAll('\0', '\u2400');

/** An empty tally. */
export const tally = (): Tally => {
  let rows = 0;
  let blanks = 0;
  let rejected = 0;
  const listed: RejectedRow[] = [];
  return {
    countRow: () => (rows += 1),
    countBlank: () => {
      blanks += 1;
    },
    reject: (row) => {
      rejected += 1;
      if (listed.length < rejectedRowsMax) listed.push(row);
    },
    rows: () => rows,
    blanks: () => blanks,
    rejected: () => rejected,
    listed: () => listed,
  };
};
