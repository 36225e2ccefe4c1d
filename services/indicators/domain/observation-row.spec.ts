// A row is read by what it says alone, and its first fault is named with its field.
import { describe, expect, it } from 'vitest';
import { type RawRow, readRow } from './observation-row.ts';

const good: RawRow = ['EC-1', '330381001000', '2025-03', 1, '12034.50', 'confirmed', '2025-04-08', null];
const fields = ['element', 'unit', 'period', 'revision', 'value', 'status', 'asOf', 'reason'];
const withField = (field: string, value: unknown): RawRow => good.with(fields.indexOf(field), value);

describe('a row of a batch', () => {
  it('is read', () => {
    expect(readRow(good, '2025-03')).toEqual({
      element: 'EC-1',
      unit: '330381001000',
      revision: 1,
      value: '12034.50',
      status: 'confirmed',
      asOf: '2025-04-08',
      reason: null,
    });
  });

  it.each([
    ['value', '-0.5'],
    ['value', '0'],
    ['revision', 9_999],
    ['reason', ''],
    ['reason', undefined],
  ])('may say %s %j', (field, value) => {
    expect(readRow(withField(field, value), '2025-03')).not.toHaveProperty('code');
  });

  it.each([
    ['element', null, 'ROW_MALFORMED'],
    ['element', '', 'ROW_MALFORMED'],
    ['element', "EC'1", 'ROW_MALFORMED'],
    ['element', 'E'.repeat(65), 'ROW_MALFORMED'],
    ['unit', 330_381_001_000, 'ROW_MALFORMED'],
    ['unit', '330381', 'ROW_MALFORMED'],
    ['unit', '33038100100\u0661', 'ROW_MALFORMED'],
    ['period', '2025-04', 'PERIOD_WRONG'],
    ['period', '2025-13', 'PERIOD_WRONG'],
    ['period', null, 'PERIOD_WRONG'],
    ['revision', 0, 'REVISION_INVALID'],
    ['revision', 1.5, 'REVISION_INVALID'],
    ['revision', 10_000, 'REVISION_INVALID'],
    ['revision', '1', 'REVISION_INVALID'],
    ['revision', null, 'REVISION_INVALID'],
    ['value', 12.5, 'VALUE_NOT_A_NUMBER'],
    ['value', '约12', 'VALUE_NOT_A_NUMBER'],
    ['value', '1e3', 'VALUE_NOT_A_NUMBER'],
    ['value', '012', 'VALUE_NOT_A_NUMBER'],
    ['value', '1.', 'VALUE_NOT_A_NUMBER'],
    ['value', '+1', 'VALUE_NOT_A_NUMBER'],
    ['value', 'NaN', 'VALUE_NOT_A_NUMBER'],
    ['value', 'Infinity', 'VALUE_NOT_A_NUMBER'],
    ['value', '1'.repeat(19), 'VALUE_NOT_A_NUMBER'],
    ['value', '', 'VALUE_NOT_A_NUMBER'],
    ['status', 'final', 'STATUS_UNKNOWN'],
    ['status', undefined, 'STATUS_UNKNOWN'],
    ['asOf', '2025-02-29', 'DATE_INVALID'],
    ['asOf', '2025-4-8', 'DATE_INVALID'],
    ['asOf', 20_250_408, 'DATE_INVALID'],
    ['reason', '结算', 'ROW_MALFORMED'],
    ['reason', 7, 'ROW_MALFORMED'],
  ])('with %s %j is rejected as %s', (field, value, code) => {
    expect(readRow(withField(field, value), '2025-03')).toMatchObject({ code, field });
  });
});

describe('a correction', () => {
  const corrected = withField('status', 'corrected');
  const because = (reason: unknown): RawRow => corrected.with(7, reason);

  it('says why', () => {
    expect(readRow(because('财政决算调整'), '2025-03')).toMatchObject({ status: 'corrected', reason: '财政决算调整' });
  });

  it.each([
    [null, 'REASON_MISSING'],
    ['', 'REASON_MISSING'],
    [' \u3000 ', 'REASON_MISSING'],
    ['因'.repeat(201), 'ROW_MALFORMED'],
    ['a\0b', 'ROW_MALFORMED'],
    ['\ud83d', 'ROW_MALFORMED'],
    ['铃\u0007', 'ROW_MALFORMED'],
    ['反\u202e转', 'ROW_MALFORMED'],
    [['因'], 'ROW_MALFORMED'],
  ])('with the reason %j is rejected as %s', (reason, code) => {
    expect(readRow(because(reason), '2025-03')).toMatchObject({ code, field: 'reason' });
  });
});
