// What the head says of a body decides whether the body is read (RFC 9110 sections 8.3, 8.4 and 15.5.16).
import { describe, expect, test } from 'vitest';
import type { OperationContract } from '#kernel/contract/document.ts';
import { contentRefusal, readContent } from './content.ts';

const taking = (...types: string[]): Pick<OperationContract, 'bodies'> => ({
  bodies: new Map(types.map((type) => [type, undefined])),
});
const sheets = taking('text/csv', 'application/json');
const codeOf = (type: string | undefined, coding?: string): string | undefined =>
  contentRefusal(sheets, readContent(type, coding))?.code;

describe('a body is read', () => {
  test.each<[string, string?]>([
    ['application/json'],
    ['Application/JSON'],
    ['application/json;charset=UTF-8'],
    ['application/json; charset="utf-8"'],
    ['text/csv;charset=utf8; header=present'],
    ['text/csv; charset=US-ASCII'],
    ['text/csv; header=present'],
    ['text/csv;'],
    ['text/csv', 'identity'],
    ['text/csv', 'Identity, IDENTITY'],
    ['text/csv', ''],
  ])('as %s, coded %s', (type, coding) => {
    expect(codeOf(type, coding)).toBeUndefined();
  });
});

describe('a body is not read', () => {
  test.each<[string, string | undefined, string | undefined, string]>([
    ['of no type', undefined, undefined, 'MEDIA_TYPE_UNSUPPORTED'],
    ['of another type', 'text/plain', undefined, 'MEDIA_TYPE_UNSUPPORTED'],
    ['of a type that is none', 'csv', undefined, 'MEDIA_TYPE_UNSUPPORTED'],
    ['of two types', 'text/csv, application/json', undefined, 'MEDIA_TYPE_UNSUPPORTED'],
    ['of two charsets', 'text/csv; charset=utf-8; charset=gbk', undefined, 'MEDIA_TYPE_UNSUPPORTED'],
    ['in GBK', 'text/csv; charset=gbk', undefined, 'CHARSET_UNSUPPORTED'],
    ['in GB18030', 'text/csv; charset="GB18030"', undefined, 'CHARSET_UNSUPPORTED'],
    ['in UTF-16', 'application/json; charset=utf-16le', undefined, 'CHARSET_UNSUPPORTED'],
    ['in Latin-1', 'application/json;charset=ISO-8859-1', undefined, 'CHARSET_UNSUPPORTED'],
    ['of a charset without a name', 'application/json; charset=""', undefined, 'CHARSET_UNSUPPORTED'],
    ['zipped', 'text/csv', 'gzip', 'CODING_UNSUPPORTED'],
    ['zipped last', 'text/csv', 'identity, GZIP', 'CODING_UNSUPPORTED'],
    ['coded by Brotli', 'application/json', 'br', 'CODING_UNSUPPORTED'],
  ])('%s', (_case, type, coding, code) => {
    expect(codeOf(type, coding)).toBe(code);
  });
});

test('an operation without a body has nothing to read', () => {
  expect(contentRefusal(taking(), readContent('text/csv; charset=gbk', 'gzip'))).toBeUndefined();
});
