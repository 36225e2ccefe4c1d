// Pages by cursor. A cursor holds the key of the last record of a page, and the next page begins after it.
import { Refusal } from './refusal.ts';

/** An opaque cursor for a key. */
export const toCursor = (key: string): string => Buffer.from(key, 'utf8').toString('base64url');

/** The key in a cursor, matched by its form; REQUEST_INVALID when it does not match. */
export const fromCursor = (cursor: string | undefined, form: RegExp): RegExpExecArray | undefined => {
  if (cursor === undefined) return undefined;
  const match = form.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (match === null)
    throw new Refusal(400, 'REQUEST_INVALID', 'The cursor is not one of this list', [
      { pointer: '/query/cursor', expected: 'the `next` of the page before' },
    ]);
  return match;
};

/** Takes one page from the records after the cursor. It reads one more record, to know whether a next page exists. */
export const takePage = <T>(
  records: Iterable<T>,
  limit: number,
  keyOf: (record: T) => string,
): { records: T[]; next: string | null } => {
  const page: T[] = [];
  for (const record of records) {
    const last = page.at(-1);
    if (page.length === limit && last !== undefined) return { records: page, next: toCursor(keyOf(last)) };
    page.push(record);
  }
  return { records: page, next: null };
};

/** The records of the entries, without their keys; at most `max`. */
export const recordsOf = function* <T>(
  entries: Iterable<{ readonly record: T }>,
  max: number = Number.POSITIVE_INFINITY,
): Generator<T> {
  let count = 0;
  for (const { record } of entries) {
    if (count === max) return;
    count += 1;
    yield record;
  }
};
