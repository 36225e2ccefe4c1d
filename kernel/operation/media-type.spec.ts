// Clauses of Accept: what a client that reads JSON may send, and what says that it does not.
import { describe, expect, test } from 'vitest';
import { acceptsJson, readMediaType } from './media-type.ts';

describe('an answer in JSON is taken by', () => {
  test.each([
    ['no header', undefined],
    ['an empty header', ''],
    ['its type', 'application/json'],
    ['its type in another case', 'Application/JSON'],
    ['a charset, as Java sends it', 'application/json;charset=UTF-8'],
    ['a charset in quotes', 'application/json; charset="utf-8"'],
    ['any charset, since the answer names its own', 'application/json;charset=gbk'],
    ['a list, as Angular sends it', 'application/json, text/plain, */*'],
    ['a profile', 'application/json;profile="https://example.org/a,b;q=0"'],
    ['a profile without its quotes', 'application/json;profile=https://example.org/a;q=1, text/html;q=0.9'],
    ['parameters of OData', 'application/json;odata=verbose;IEEE754Compatible=true'],
    ['a parameter without a value', 'application/json; foo'],
    ['a semicolon that nothing follows', 'application/json;'],
    ['blanks around everything', ' application/json ; version = 1 ; q = 0.5 , text/html'],
    ['a small weight', 'application/json;q=0.001'],
    ['a weight without its zero', 'application/json;q=.2'],
    ['a weight that is none', 'application/json;q=high'],
    ['a weight behind another parameter', 'text/html, application/json;version=1;q=0.1'],
    ['an extension behind the weight', 'application/json;q=0.5;level=1'],
    ['its range', 'application/*'],
    ['a range with a parameter', 'application/*;charset=utf-8'],
    ['any range', '*/*'],
    ['any range, as Java writes it', 'text/html, image/gif, image/jpeg, *; q=.2'],
    ['any range behind a type that is another', 'text/html;q=0.9, */*;q=0.1'],
    ['problems alone', 'application/problem+json'],
    ['itself, where all else is excluded', 'application/json, */*;q=0'],
    ['itself, where another profile is excluded', 'application/json;profile=x;q=0, application/json'],
    ['a range beside what is malformed', 'nonsense, application/json'],
    ['a header with nothing that is well formed', 'json'],
    ['empty members of a list', ', ,application/json,'],
    ['a quote that stays open', 'application/json;profile="x, text/html'],
  ])('%s', (_what, accept) => {
    expect(acceptsJson(accept)).toBe(true);
  });
});

describe('an answer in JSON is not taken by', () => {
  test.each([
    ['another type', 'text/html'],
    ['another type with the name in a parameter', 'text/html;alternative="application/json"'],
    ['a type that begins as JSON does', 'application/jsonp'],
    ['a type that is made of JSON', 'application/vnd.api+json'],
    ['another range', 'text/*'],
    ['its own type excluded', 'application/json;q=0'],
    ['its own type excluded, with blanks', 'application/json; q=0'],
    ['its own type excluded, with more zeros and in upper case', 'application/json;Q=0.000'],
    ['its own type excluded behind a parameter', 'application/json;charset=utf-8; q=0'],
    ['its own type excluded while all others are taken', '*/*, application/json;q=0'],
    ['its range excluded while all others are taken', '*/*;q=0.5, application/*;q=0'],
    ['everything excluded', '*/*;q=0'],
  ])('%s', (_what, accept) => {
    expect(acceptsJson(accept)).toBe(false);
  });
});

describe('a media type', () => {
  test.each([
    ['text/csv', 'text/csv', []],
    [
      ' Text/CSV ;Charset = GBK; header=present',
      'text/csv',
      [
        ['charset', 'GBK'],
        ['header', 'present'],
      ],
    ],
    [
      'text/csv;a="x\\";=,\\\\"; b=1',
      'text/csv',
      [
        ['a', 'x";=,\\'],
        ['b', '1'],
      ],
    ],
    ['text/csv;charset="utf-8', 'text/csv', [['charset', '']]],
    ['text/csv;charset=x"y"', 'text/csv', [['charset', '']]],
    ['text/csv;charset', 'text/csv', [['charset', '']]],
  ])('%s is read', (header, essence, parameters) => {
    expect(readMediaType(header)).toEqual({ essence, parameters });
  });

  test.each(['', 'csv', '/csv', 'text/', 'text/csv charset=gbk', 'text/csv, text/csv', 'te xt/csv', '"text/csv"'])(
    '%s is malformed',
    (header) => {
      expect(readMediaType(header)).toBeUndefined();
    },
  );
});

test('a long header is read once', () => {
  const long = [' ', ';', '"', '\\', ',', 'a=', '";'].map((part) => `application/json;x${part.repeat(16_000)}@`);
  const before = performance.now();
  for (const header of long) acceptsJson(header);
  expect(performance.now() - before).toBeLessThan(1_000);
});
