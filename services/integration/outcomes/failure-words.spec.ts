// Each failure of a synchronisation is a sentence in both languages, and none shows what programs write to each other.
import { describe, expect, test } from 'vitest';
import { type ProblemCode, problemCatalogue } from '#contracts/generated/problems.ts';
import { type Failure, type FailureCode, failureWords, formerFailure } from './failure-words.ts';
import { type Ended, synchronisationOutcome } from './synchronisation-outcome.ts';

const partner = '省级政务数据平台';
const own: readonly [FailureCode, Failure['params'], string, string][] = [
  ['PARTNER_UNREACHABLE', { partner }, `${partner}无法连接`, 'the provincial data platform can not be reached'],
  ['PARTNER_TIMED_OUT', { partner }, `${partner}未在时限内答复`, 'the provincial data platform did not answer in time'],
  [
    'PARTNER_ANSWERED',
    { partner, status: 409, code: 'MONTH_CLOSED', detail: '该月已关账' },
    `${partner}答复 409（MONTH_CLOSED）：该月已关账`,
    'the provincial data platform answered 409 (MONTH_CLOSED): 该月已关账',
  ],
  ['PARTNER_ANSWERED', { partner: '干部人事系统', status: 500 }, '干部人事系统答复 500', 'the HR system answered 500'],
  [
    'ANSWER_NOT_JSON',
    { partner },
    `${partner}的答复不是 JSON`,
    'the provincial data platform answered what is not JSON',
  ],
  [
    'ANSWER_TOO_LONG',
    { partner, limit: 5 },
    `${partner}的答复超过 5 字节`,
    'the provincial data platform answered more than 5 bytes',
  ],
  [
    'PAGES_TOO_MANY',
    { partner, limit: 5 },
    `${partner}给出的页数超过 5`,
    'the provincial data platform gave more than 5 pages',
  ],
  [
    'PAGE_UNUSABLE',
    { partner },
    `${partner}给出的页不符合接口约定`,
    'the provincial data platform gave a page that is not what its contract says',
  ],
  [
    'LIST_TOO_LONG',
    { limit: 5 },
    '清单多于 5 条记录，未予接收',
    'the list holds more than 5 records: nothing of it was taken',
  ],
  [
    'PLACES_IN_A_CIRCLE',
    {},
    '清单中有区划互为上级，整份清单未予接收',
    'the list holds places that lie under one another in a circle: nothing of it was taken',
  ],
  ['RECEIPT_DIFFERS', {}, '回执所对应的内容与送出的不同', 'the receipt is of another content than was sent'],
  [
    'RECEIPT_UNREADABLE',
    { field: 'digest' },
    '回执无法读取：字段 digest',
    'the receipt can not be read: its field digest',
  ],
  ['TRIES_USED_UP', { limit: 3 }, '3 次尝试均未完成', 'none of 3 tries came to an end'],
  [
    'UNFORESEEN',
    {},
    '系统出现未预料的错误，详情见日志',
    'an error came up that nobody foresaw; the log has the details',
  ],
];

describe('a failure', () => {
  test.each(own)('%s with %j is said in both languages', (code, params, zh, en) => {
    expect(failureWords({ code, params }, 't-1')).toEqual({ zh, en });
  });

  test.each(['{"line":1}', '[1]', '<html>500</html>', 'a\u0007b', ' ', ''])(
    'never shows %j of what a partner answered',
    (detail) => {
      const { zh, en } = failureWords({ code: 'PARTNER_ANSWERED', params: { partner, status: 500, detail } }, 't-1');
      expect([zh, en]).toEqual([`${partner}答复 500`, 'the provincial data platform answered 500']);
    },
  );

  test('that is a refusal of a service is said as the catalogue has it', () => {
    const params = { line: 1, reason: '没有数据行' };
    expect(failureWords({ code: 'BATCH_UNREADABLE', params }, 't-1')).toEqual({
      zh: '批次无法读取：第 1 行起无法读取：没有数据行',
      en: 'The batch can not be read. The batch can not be read from line 1 on: there is no row of data',
    });
    expect(failureWords({ code: 'INTERNAL', params: {} }, 't-1').zh).toContain('追踪号 t-1');
  });

  test.each(Object.keys(problemCatalogue) as ProblemCode[])(
    'that is the refusal %s leaves no gap and no JSON, whatever is known',
    (code) => {
      for (const text of Object.values(failureWords({ code, params: {} }, 't-1'))) {
        expect(text).not.toBe('');
        expect(text).not.toMatch(/[{}]/);
      }
    },
  );

  test.each(['NOBODY_KNOWS', 'constructor', '__proto__', 'toString', ''])(
    'of the code %j is one that nobody foresaw',
    (code) => {
      expect(failureWords({ code, params: {} }, 't-1').zh).toBe('系统出现未预料的错误，详情见日志');
    },
  );
});

describe('a sentence from before there were codes', () => {
  test('is read back where it was a refusal with its params as JSON', () => {
    const failure = formerFailure('The service refused with BATCH_UNREADABLE: {"line":1,"reason":"没有数据行"}');
    expect(failure).toEqual({ code: 'BATCH_UNREADABLE', params: { line: 1, reason: '没有数据行' } });
  });

  test.each(['{"line":1,"rea', '', 'null', '7'])('loses params that were cut to %j, and shows its title', (json) => {
    const failure = formerFailure(`The service refused with BATCH_UNREADABLE: ${json}`);
    expect(failureWords(failure ?? { code: '', params: {} }, 't-1').zh).toBe('批次无法读取');
  });

  test('is no failure by code where it was a sentence already', () => {
    expect(formerFailure('the province can not be reached')).toBeUndefined();
  });
});

describe('the outcome of a synchronisation', () => {
  const ended = (more: Partial<Ended>): Ended => ({
    dataSet: 'P4',
    period: '2025-03',
    state: 'completed',
    received: 0,
    failure: null,
    failureCode: null,
    failureParams: null,
    traceId: 't-1',
    ...more,
  });

  test('of a month without rows is that there are none', () => {
    expect(synchronisationOutcome(ended({}))).toEqual({
      code: 'NO_ROWS',
      words: {
        zh: '2025-03 没有观测值：对方在该月没有数据行，未收到任何数据',
        en: '2025-03 has no observations: the partner has no rows of the month, and nothing was received',
      },
    });
  });

  test('of an empty list is that there are no records', () => {
    expect(synchronisationOutcome(ended({ dataSet: 'H1', period: null }))?.words.zh).toBe(
      '对方没有记录，未收到任何数据',
    );
  });

  test.each([
    ['that runs', { state: 'running' }],
    ['that received something', { received: 1 }],
  ])('%s is not said', (_, more) => {
    expect(synchronisationOutcome(ended(more))).toBeUndefined();
  });

  test.each([
    [
      'with a code',
      { failure: '…', failureCode: 'TRIES_USED_UP', failureParams: { limit: 3 } },
      'TRIES_USED_UP',
      '3 次尝试均未完成',
    ],
    [
      'from before, with JSON',
      { failure: 'The service refused with BATCH_UNREADABLE: {"line":1,"reason":"没有数据行"}' },
      'BATCH_UNREADABLE',
      '批次无法读取：第 1 行起无法读取：没有数据行',
    ],
    [
      'from before, as a sentence',
      { failure: 'the province can not be reached' },
      'UNFORESEEN',
      'the province can not be reached',
    ],
  ])('that failed %s is its sentence', (_, more, code, zh) => {
    const outcome = synchronisationOutcome(ended({ state: 'failed', ...more }));
    expect([outcome?.code, outcome?.words.zh]).toEqual([code, zh]);
  });
});
