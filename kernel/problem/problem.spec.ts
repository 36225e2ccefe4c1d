// Refusals speak the caller's language, and no error of a library or of the database reaches a caller.
import { describe, expect, test } from 'vitest';
import { type ProblemCode, problemCatalogue } from '#contracts/generated/problems.ts';
import { contractOf } from '#kernel/contract/load.ts';
import { isRepeatable } from '#kernel/database/failure-code.ts';
import { DatabaseError } from '#kernel/database/pg.ts';
import { valueError } from '#kernel/values/value-error.ts';
import { refusalOf } from './failure.ts';
import { problem } from './problem.ts';
import { faultsShownMax, languageOf, renderProblem } from './render.ts';

const databaseError = (code: string): DatabaseError =>
  Object.assign(new DatabaseError('secret column «id_number»', 1, 'error'), { code });

describe('a language', () => {
  test.each([
    [undefined, 'zh-CN'],
    ['', 'zh-CN'],
    ['en', 'en'],
    ['en-GB,en;q=0.8', 'en'],
    ['fr, en;q=0.5', 'en'],
    ['en;q=0.1, zh;q=0.9', 'zh-CN'],
    ['en;q=0', 'zh-CN'],
    ['*', 'zh-CN'],
    ['en;q=abc', 'zh-CN'],
  ])('asked for as %s is %s', (header, language) => {
    expect(languageOf(header)).toBe(language);
  });
});

describe('a problem', () => {
  test('fills the named parameters into its texts', () => {
    const { status, body } = renderProblem(
      { code: 'BODY_TOO_LARGE', params: { limit: 65_536 }, faults: [] },
      'en',
      'trace-1',
    );
    expect(status).toBe(413);
    expect(body).toMatchObject({
      code: 'BODY_TOO_LARGE',
      status: 413,
      instance: 'trace-1',
      detail: 'The body of this operation may hold at most 65536 bytes.',
    });
  });

  test('gives a person the trace id to report', () => {
    const { body } = renderProblem({ code: 'INTERNAL', params: {}, faults: [] }, 'zh-CN', 'trace-2');
    expect(body.detail).toContain('trace-2');
  });

  test('lists no more faults than its contract allows, the first ones, and counts all', () => {
    const faults = Array.from({ length: 200 }, (_, n) => ({ pointer: `/body/${n}`, code: 'X', expected: 'y' }));
    const refusal = { code: 'PLAN_FAULTY' as const, params: { count: faults.length }, faults };
    const { body } = renderProblem(refusal, 'en', 'trace-3');
    expect(body.errors).toEqual(faults.slice(0, faultsShownMax));
    expect(body.detail).toContain('200');
    expect(contractOf('targets').components['schemas']?.['Problem']).toMatchObject({
      properties: { errors: { maxItems: faultsShownMax } },
    });
  });

  test('counts its faults in its detail wherever it points to them', () => {
    const silent = Object.entries(problemCatalogue).filter(
      ([, { detail }]) => detail.en.includes('errors') && !detail.en.includes('{count'),
    );
    expect(silent.map(([code]) => code)).toEqual([]);
  });

  test('has a text in both languages and a next step for everyone, in the whole catalogue', () => {
    for (const [code, entry] of Object.entries(problemCatalogue)) {
      const texts = [entry.title, entry.detail, entry.caller, entry.operator, entry.support];
      expect([code, texts.flatMap((text) => [text['zh-CN'], text.en]).filter((text) => text === '')]).toEqual([
        code,
        [],
      ]);
      expect(() => renderProblem({ code: code as ProblemCode, params: {}, faults: [] }, 'zh-CN', 't')).not.toThrow();
    }
  });
});

describe('an error', () => {
  test.each([
    ['53100', 'STORAGE_FULL'],
    ['57014', 'SERVICE_UNAVAILABLE'],
    ['55P03', 'SERVICE_UNAVAILABLE'],
    ['40001', 'SERVICE_UNAVAILABLE'],
    ['57P01', 'SERVICE_UNAVAILABLE'],
    ['23505', 'INTERNAL'],
    ['42501', 'INTERNAL'],
  ])('of the database with SQLSTATE %s is %s', (code, wanted) => {
    const refusal = refusalOf(databaseError(code), 'targets');
    expect(refusal.code).toBe(wanted);
    expect(JSON.stringify(refusal.params)).not.toContain('id_number');
  });

  test('of a value type names the field where the caller wrote it, and the value where nobody did', () => {
    const error = valueError('PERIOD_INVALID', { value: '2025-13' });
    const request = { path: {}, query: {}, body: { sets: [{ period: '2025-13' }] } };
    const pointer = '/body/sets/0/period';
    expect(refusalOf(error, 'x', request)).toMatchObject({
      code: 'VALUE_INVALID',
      params: { field: 'sets/0/period' },
      faults: [{ pointer, expected: '不是有效数据期' }],
    });
    expect(refusalOf(error, 'x')).toMatchObject({ params: { field: '“2025-13”' }, faults: [] });
  });

  test('of a year without a calendar has its own code', () => {
    expect(refusalOf(valueError('CALENDAR_YEAR_UNKNOWN', { year: 2031 }), 'x')).toMatchObject({
      code: 'CALENDAR_YEAR_UNKNOWN',
      params: { year: 2031 },
    });
  });

  test('that nobody foresaw is INTERNAL with its cause for the log', () => {
    const cause = new TypeError('x is undefined');
    expect(refusalOf(cause, 'x')).toMatchObject({ code: 'INTERNAL', cause });
  });

  test('that is a refusal already stays what it is', () => {
    const refusal = problem('NOT_FOUND', { what: '文件' });
    expect(refusalOf(refusal, 'x')).toBe(refusal);
  });

  test('is repeatable when it is a serialization failure or a deadlock, and no other', () => {
    expect(['40001', '40P01', '23505', '57014'].map((code) => isRepeatable(databaseError(code)))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
