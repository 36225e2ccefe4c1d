// Clauses of canonical bytes: RFC 8785 (E18, E21).
import { describe, expect, test } from 'vitest';
import { canonicalJson, digestOf, sha256 } from './canonical-json.ts';

const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);

describe('one record has one text', () => {
  test.each([
    [
      'names are sorted by UTF-16 code units',
      { b: 1, a: 2, '\u20ac': 3, '\r': 4, '1': 5 },
      '{"\\r":4,"1":5,"a":2,"b":1,"€":3}',
    ],
    ['undefined fields are absent', { a: undefined, b: null }, '{"b":null}'],
    ['texts are composed (NFC)', { 'e\u0301': 'A\u030a' }, '{"é":"Å"}'],
    ['arrays keep their order', [3, 1, 2], '[3,1,2]'],
    ['decimals are texts', { score: '33.33' }, '{"score":"33.33"}'],
    ['control characters are escaped as RFC 8785 says', 'a\u0007\n"\\', '"a\\u0007\\n\\"\\\\"'],
    ['minus zero is zero', -0, '0'],
    ['a record without a prototype is a record', Object.assign(Object.create(null), { a: 1 }), '{"a":1}'],
    ['a name called __proto__ is a name', JSON.parse('{"__proto__":{"x":1}}'), '{"__proto__":{"x":1}}'],
  ])('%s', (_, record, want) => {
    expect(canonicalJson(record)).toBe(want);
  });

  test('the order of writing does not change the digest', () => {
    expect(digestOf({ a: 1, b: ['x'] })).toBe(digestOf({ b: ['x'], a: 1 }));
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});

describe('what has no one text is refused', () => {
  test.each([
    ['a fraction', { a: 0.5 }],
    ['a number past 2^53', 2 ** 53],
    ['not a number', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['a date', { at: new Date(0) }],
    ['a map', new Map()],
    ['bytes', Buffer.from('x')],
    ['a big integer', 1n],
    ['a function', { f: () => 1 }],
    ['nothing', undefined],
    ['a hole in a list', [undefined]],
    ['a lone surrogate', '\ud800'],
    ['two names that compose to one', { é: 1, 'e\u0301': 2 }],
    ['a record nested too deep', nested(65)],
  ])('%s', (_, record) => {
    expect(() => canonicalJson(record)).toThrow('NOT_CANONICAL');
  });
});
