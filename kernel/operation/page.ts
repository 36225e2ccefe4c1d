// Pages by cursor: a cursor is the sort key of the last record, opaque to the caller.
import { problem } from '#kernel/problem/problem.ts';
import { isIsoDate } from '#kernel/values/date.ts';

/** Records a page at most, where the caller names no limit. The contract says the maximum. */
export const pageLimitDefault = 50;

const partsMax = 4;

/**
 * What a sort column holds: a text of another kind is no cursor of ours, and would be an error of the database. `whole` is an
 * int, `serial` a bigint.
 */
export type SortColumn = 'text' | 'whole' | 'serial' | 'date' | 'id';

const intMax = 2_147_483_647;

const fits: Readonly<Record<SortColumn, (text: string) => boolean>> = {
  // PostgreSQL takes no NUL in a text.
  text: (text) => !text.includes('\0'),
  whole: (text) => /^[0-9]{1,10}$/.test(text) && Number(text) <= intMax,
  serial: (text) => /^[0-9]{1,18}$/.test(text),
  date: isIsoDate,
  id: (text) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text),
};

/** What a list query asks for. `after` is the sort key of the last record of the page before. */
export interface PageRequest {
  readonly limit: number;
  readonly after: readonly string[] | undefined;
}

const refuse = (): never => {
  throw problem(
    'REQUEST_INVALID',
    { count: 1 },
    { faults: [{ pointer: '/query/cursor', code: 'cursor', expected: 'a cursor that an earlier page gave' }] },
  );
};

const decode = (cursor: string, columns: readonly SortColumn[]): readonly string[] => {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return refuse();
  }
  if (!Array.isArray(value) || value.length !== columns.length || columns.length > partsMax) return refuse();
  return columns.map((column, index) => {
    const part: unknown = value[index];
    return typeof part === 'string' && fits[column](part) ? part : refuse();
  });
};

/** Reads limit and cursor. `columns` are the kinds of the sort columns. Throws REQUEST_INVALID for a cursor that no page gave. */
export const pageOf = (
  query: { readonly limit?: number; readonly cursor?: string },
  columns: readonly SortColumn[],
): PageRequest => ({
  limit: query.limit ?? pageLimitDefault,
  after: query.cursor === undefined ? undefined : decode(query.cursor, columns),
});

/** The page of rows that were read with one more than the limit: that one says whether there is a next page. */
export const paged = <Row, Record>(
  rows: readonly Row[],
  page: PageRequest,
  sortKeyOf: (row: Row) => readonly string[],
  recordOf: (row: Row) => Record,
): { readonly records: Record[]; readonly next: string | null } => {
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  const next =
    rows.length > page.limit && last !== undefined
      ? Buffer.from(JSON.stringify(sortKeyOf(last)), 'utf8').toString('base64url')
      : null;
  return { records: shown.map(recordOf), next };
};
