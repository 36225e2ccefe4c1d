// A cursor is opaque: only what a page gave leads on.
import { describe, expect, test } from 'vitest';
import { paged, pageLimitDefault, pageOf } from './page.ts';

const rows = ['a', 'b', 'c', 'd'];
const cursorOf = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a page', () => {
  test('leads to the next one by its cursor, and the last leads nowhere', () => {
    const first = paged(
      rows.slice(0, 3),
      { limit: 2, after: undefined },
      (row) => [row],
      (row) => row,
    );
    expect(first.records).toEqual(['a', 'b']);
    expect(pageOf({ limit: 2, cursor: first.next ?? '' })).toEqual({ limit: 2, after: ['b'] });
    expect(
      paged(
        rows.slice(2),
        { limit: 2, after: ['b'] },
        (row) => [row],
        (row) => row,
      ).next,
    ).toBeNull();
  });

  test('that is empty leads nowhere', () => {
    expect(
      paged(
        [],
        { limit: 2, after: undefined },
        (row: string) => [row],
        (row) => row,
      ),
    ).toEqual({ records: [], next: null });
  });

  test('has a stated size where none is asked for', () => {
    expect(pageOf({}).limit).toBe(pageLimitDefault);
  });

  test.each([
    ['x'],
    [cursorOf('text')],
    [cursorOf({})],
    [cursorOf([])],
    [cursorOf(['a', 'b'])],
    [cursorOf([1])],
    [cursorOf([null])],
  ])('is refused for the cursor %s', (cursor) => {
    expect(() => pageOf({ cursor })).toThrow(expect.objectContaining({ code: 'REQUEST_INVALID' }));
  });
});
