// What a head says of a body decides whether it is read: a body in another charset or coding would be kept as other characters.
import { describe, expect, test } from 'vitest';
import { operationsOf } from '#kernel/contract/document.ts';
import { contractOf } from '#kernel/contract/load.ts';
import { contentRefusal, readContent } from './content.ts';

const operations = operationsOf('indicators', contractOf('indicators'));
const refusal = (type: string | undefined, coding?: string, operationId = 'sendObservationBatch') => {
  const operation = operations.find((one) => one.operationId === operationId);
  if (operation === undefined) throw new Error(`${operationId} is not in the contract.`);
  const found = contentRefusal(operation, readContent(type, coding));
  return found === undefined ? undefined : { code: found.code, status: found.status, ...found.params };
};

describe('a body is read', () => {
  test.each([
    ['text/csv', undefined],
    ['text/csv;', undefined],
    ['Text/CSV; Charset=UTF-8', undefined],
    ['text/csv; charset="utf-8"', undefined],
    ['text/csv; charset=utf8', undefined],
    ['text/csv; charset=us-ascii', undefined],
    ['text/csv; charset="ASCII"', undefined],
    ['text/csv; charset=utf-8; charset=UTF-8', undefined],
    ['text/csv; header=present; note="; charset=gbk"', undefined],
    ['application/x-ndjson', ''],
    ['application/x-ndjson', 'identity'],
    ['application/x-ndjson', 'Identity, IDENTITY'],
  ])('as %s, coded %s', (type, coding) => {
    expect(refusal(type, coding)).toBeUndefined();
  });
});

describe('a charset is refused with those that are taken', () => {
  test.each([
    ['text/csv; charset=gbk', 'gbk'],
    ['text/csv; charset="GB18030"', 'gb18030'],
    ['text/csv;charset = gb2312', 'gb2312'],
    ['application/x-ndjson; charset=utf-16', 'utf-16'],
    ['application/x-ndjson; charset=utf-8-sig', 'utf-8-sig'],
    ['text/csv; charset=iso-8859-1', 'iso-8859-1'],
    ["text/csv; charset='utf-8'", "'utf-8'"],
    ['text/csv; charset=', '""'],
    ['text/csv; charset', '""'],
    ['text/csv; charset="utf-8', '""'],
    ['text/csv; charset=utf-8; charset=gbk', 'utf-8, gbk'],
    ['text/csv; charset=gbk; charset=utf-8', 'gbk, utf-8'],
  ])('%s', (type, charset) => {
    const accepted = 'UTF-8, US-ASCII';
    expect(refusal(type)).toEqual({ code: 'CHARSET_UNSUPPORTED', status: 415, charset, accepted });
  });

  test('for JSON as for rows', () => {
    expect(refusal('application/json; charset=gbk', undefined, 'createIndicatorSystem')).toMatchObject({
      code: 'CHARSET_UNSUPPORTED',
    });
  });
});

describe('a content coding is refused with the one that is taken', () => {
  test.each([
    ['gzip', 'gzip'],
    ['GZIP', 'gzip'],
    ['x-gzip', 'x-gzip'],
    ['identity, br', 'br'],
    ['gzip, identity', 'gzip'],
    ['deflate;q=1', 'deflate;q=1'],
  ])('%s', (header, coding) => {
    expect(refusal('text/csv', header)).toEqual({
      code: 'CODING_UNSUPPORTED',
      status: 415,
      coding,
      accepted: 'identity',
    });
  });
});

describe('a media type is refused with those that are taken', () => {
  test.each([
    [undefined],
    [''],
    ['text/plain'],
    ['application/json'],
    ['text/csv, text/csv'],
    ['text/csv charset=utf-8'],
    ['csv'],
  ])('%s', (type) => {
    expect(refusal(type)).toEqual({
      code: 'MEDIA_TYPE_UNSUPPORTED',
      status: 415,
      accepted: 'application/x-ndjson, text/csv',
    });
  });
});

test('an operation without a body has nothing to read, whatever the head says', () => {
  expect(refusal('text/csv; charset=gbk', 'gzip', 'listObservationBatches')).toBeUndefined();
});
