// Clauses of I-JSON: an object has each name once, at any depth and however a name is written.
import { describe, expect, test } from 'vitest';
import { repeatedName } from './repeated-name.ts';

describe('a name that an object has twice is found', () => {
  test.each([
    ['at the top', '{"a":1,"a":2}', ['a']],
    ['with the same value', '{"a":1,"b":1,"a":1}', ['a']],
    ['in an object of an object', '{"a":{"b":{"c":1,"c":1}}}', ['a', 'b', 'c']],
    ['in an object of a list', '[1,[{"a":1},{"b":[],"b":{}}]]', [1, 1, 'b']],
    ['behind an object that has it once', '{"x":{"a":1},"a":1,"a":1}', ['a']],
    ['behind an empty list and an empty object', '{"a":[],"b":{},"a":0}', ['a']],
    ['in escapes', '{"a":1,"\\u0061":2}', ['a']],
    ['in escapes of another case', '{"\\u00E9":1,"é":2}', ['é']],
    ['in escapes of a pair', '{"😀":1,"\\ud83d\\ude00":2}', ['😀']],
    ['with an escaped slash', '{"a/b":1,"a\\/b":2}', ['a/b']],
    ['that is empty', '{"":1,"":2}', ['']],
    ['that ends in a backslash', '{"a\\\\":1,"a\\\\":2}', ['a\\']],
    ['that holds quotes', '{"\\"":1,"\\u0022":2}', ['"']],
    ['that every object has by inheritance', '{"toString":1,"toString":2}', ['toString']],
    ['that sets a prototype', '{"__proto__":1,"__proto__":2}', ['__proto__']],
    ['between blanks', '{ "a" : 1 ,\n\t"a" : 2 }', ['a']],
    ['behind numbers and words', '{"n":-1.5e-3,"t":true,"z":null,"n":0}', ['n']],
  ])('%s', (_what, text, steps) => {
    JSON.parse(text);
    expect(repeatedName(text)).toEqual(steps);
  });

  test('the first one of several', () => {
    expect(repeatedName('[{"a":1,"b":1,"b":1,"a":1}]')).toEqual([0, 'b']);
  });
});

describe('nothing is found', () => {
  test.each([
    ['in a text', '"{\\"a\\":1,\\"a\\":2}"'],
    ['in a number', '1'],
    ['in nothing but lists', '[["a","a"],["a"]]'],
    ['in objects beside each other', '[{"a":1},{"a":1}]'],
    ['in an object and the one that holds it', '{"a":{"a":{"a":1}}}'],
    ['in values that are equal', '{"a":"b","b":"b","c":"a"}'],
    ['in texts that look like members', '{"a":",\\"a\\":","b":"{","c":"}"}'],
    ['in names of another case', '{"a":1,"A":2}'],
    ['in names of another composition', '{"\\u00e9":1,"e\\u0301":2}'],
    ['in texts that end in backslashes', '{"a":"\\\\","b":"\\\\\\"","c":"\\\\\\\\"}'],
  ])('%s', (_what, text) => {
    JSON.parse(text);
    expect(repeatedName(text)).toBeUndefined();
  });
});

test('a text is read once, however deep it nests and however many names it has', () => {
  const deep = `${'{"a":['.repeat(200_000)}${']}'.repeat(200_000)}`;
  const wide = `{${Array.from({ length: 200_000 }, (_, n) => `"${n}":"\\\\"`).join()}}`;
  const slashes = `{"a":"${'\\\\'.repeat(1_000_000)}","b":"${'\\"'.repeat(500_000)}"}`;
  const before = performance.now();
  expect([deep, wide, slashes].map(repeatedName)).toEqual([undefined, undefined, undefined]);
  expect(performance.now() - before).toBeLessThan(5_000);
});
