// Pages by cursor: the cursor holds the key of the last record, so that a page begins where the one before ended.
import { Refusal } from './refusal.ts';

/** The key in a form that callers take for opaque. */
export const toCursor = (key: string): string => Buffer.from(key, 'utf8').toString('base64url');

/** The key that a cursor holds; REQUEST_INVALID when its form is not that of such keys. */
export const fromCursor = (cursor: string | undefined, form: RegExp): RegExpExecArray | undefined => {
  if (cursor === undefined) return undefined;
  const match = form.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (match === null)
    throw new Refusal(400, 'REQUEST_INVALID', 'The cursor is not one of this list', [
      { pointer: '/query/cursor', expected: 'the `next` of the page before' },
    ]);
  return match;
};

/** Takes one page from records that begin after the cursor. It asks for one more, to know whether there is a next page. */
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

/** The records alone of entries that also say where they stand; at most so many. */
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
