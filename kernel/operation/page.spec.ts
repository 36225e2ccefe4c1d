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
    expect(pageOf({ limit: 2, cursor: first.next ?? '' }, ['text'])).toEqual({ limit: 2, after: ['b'] });
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
    expect(pageOf({}, ['text']).limit).toBe(pageLimitDefault);
  });

  test.each([
    ['x'],
    [cursorOf('text')],
    [cursorOf({})],
    [cursorOf([])],
    [cursorOf(['a', 'b'])],
    [cursorOf([1])],
    [cursorOf([null])],
    [cursorOf(['a\0'])],
  ])('is refused for the cursor %s', (cursor) => {
    expect(() => pageOf({ cursor }, ['text'])).toThrow(expect.objectContaining({ code: 'REQUEST_INVALID' }));
  });

  const id = '5f0c3c3e-52a5-5c8f-9d5e-3f6c1f2b7a10';
  test.each([
    ['whole', '2147483647', ['', '-1', '1.5', 'x', '2147483648', '9'.repeat(18), "1' or '1'='1"]],
    ['serial', '9'.repeat(18), ['', '-1', '1.5', 'x', '1'.repeat(19), "1' or '1'='1"]],
    ['date', '2025-01-31', ['2025-13-01', '2025-02-30', '25-01-01', 'now']],
    ['id', id, [`${id}0`, id.toUpperCase(), 'x']],
    ['text', "it's", ['a\0b']],
  ] as const)('is refused where a column of the kind %s has another text than %s', (column, good, bad) => {
    expect(pageOf({ cursor: cursorOf([good]) }, [column]).after).toEqual([good]);
    for (const text of bad)
      expect(() => pageOf({ cursor: cursorOf([text]) }, [column])).toThrow(
        expect.objectContaining({ code: 'REQUEST_INVALID' }),
      );
  });
});
