// A member name stands once in an object (I-JSON, RFC 7493 section 2.3), however it is written and however deep it lies.
import { assert, jsonValue, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { repeatedName } from './repeated-name.ts';

describe('a name that stands twice in one object is found', () => {
  test.each<[string, string, readonly (string | number)[]]>([
    ['at the top', '{"a":1,"a":2}', ['a']],
    ['with the same value', '{"a":1,"a":1}', ['a']],
    ['with others between', '{"a":1,"b":2,"c":3,"a":4}', ['a']],
    ['below a name', '{"x":{"a":1,"a":2}}', ['x', 'a']],
    ['in an item of a list', '{"x":[{"a":1},{"a":1,"a":2}]}', ['x', 1, 'a']],
    ['in a list of lists', '[[1,2],[{"b":0},[{"a":1,"a":2}]]]', [1, 1, 0, 'a']],
    ['behind an object that has the name too', '{"x":{"a":1},"a":1,"a":2}', ['a']],
    ['behind a list of numbers', '{"l":[1,2,3],"a":1,"a":2}', ['a']],
    ['written with an escape', '{"a":1,"\\u0061":2}', ['a']],
    ['written with two escapes', '{"\\u0061":1,"\\u0061":2}', ['a']],
    ['that is empty', '{"":1,"":2}', ['']],
    ['that has a quote', '{"\\"":1,"\\"":2}', ['"']],
    ['that ends in a backslash', '{"\\\\":1,"\\\\":2}', ['\\']],
    ['with blanks around', '{ "a" : 1 ,\n"a"\t: 2 }', ['a']],
    ['of Object.prototype', '{"constructor":1,"constructor":2}', ['constructor']],
    ['that a text before it contains', '{"t":"\\"a\\":1,","a":1,"a":2}', ['a']],
  ])('%s', (_case, text, steps) => {
    expect(repeatedName(text)).toEqual(steps);
  });
});

describe('nothing is found', () => {
  test.each([
    ['for a name in two objects', '[{"a":1},{"a":2}]'],
    ['for a name in an object and below it', '{"a":{"a":{"a":1}}}'],
    ['for a name as a value', '{"a":"a","b":"a"}'],
    ['for texts in a list', '{"a":["a","a"]}'],
    ['for a text that looks like members', '{"a":"{\\"b\\":1,\\"b\\":2}"}'],
    ['for names that differ in case', '{"a":1,"A":2}'],
    ['for a text, a number, nothing', '"a"'],
    ['for an empty object', '{}'],
  ])('%s', (_case, text) => {
    expect(repeatedName(text)).toBeUndefined();
  });

  test('for whatever JSON.stringify writes', () => {
    assert(
      property(jsonValue(), (value) => {
        expect(repeatedName(JSON.stringify(value))).toBeUndefined();
      }),
    );
  });
});

test('a deep text is read without recursion', () => {
  const deep = 100_000;
  expect(repeatedName(`${'['.repeat(deep)}${']'.repeat(deep)}`)).toBeUndefined();
});
