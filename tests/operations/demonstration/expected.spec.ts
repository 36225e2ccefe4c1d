// The year fails when an expected event is missing, and when it happened too often.
import { describe, expect, test } from 'vitest';
import { EventsMissing, missingEvents } from '../../../demonstration/expected.ts';
import type { BadRow, Facts } from '../../../demonstration/facts.ts';

const nothing: Facts = {
  day: '2025-01-02',
  systems: [],
  ruleSets: [],
  documents: [],
  batches: [],
  badRows: [],
  cycle: undefined,
  units: [],
  plans: [],
  targets: [],
  notices: [],
  runs: [],
  standings: [],
  objections: [],
  unitResults: [],
  teamGrades: [],
  measures: [],
  deliveries: [],
};
const badRows = (count: number): readonly BadRow[] =>
  Array.from({ length: count }, (_, index) => ({
    period: '2025-03',
    line: index + 1,
    code: 'UNIT_UNKNOWN',
    field: 'unit',
    reason: '没有这个区划',
    content: '{}',
  }));
const eventsAfter = (facts: Facts, months: number): readonly string[] =>
  missingEvents(facts, months).map(({ event }) => event);

describe('a year in which nothing happened', () => {
  test('misses each expected event of the months that were played, and no later one', () => {
    expect(eventsAfter(nothing, 0)).toEqual([]);
    expect(eventsAfter(nothing, 1)).toEqual(['指标体系已发布', '规则集已发布', '考核单位']);
    expect(eventsAfter(nothing, 4)).toContain('黄灯告知单逾期答复');
    expect(eventsAfter(nothing, 4)).not.toContain('正式计分');
    expect(eventsAfter(nothing, 16)).toEqual(
      expect.arrayContaining(['名次前后不同的单位', '人事系统退回的记录', '已执行的措施（有人事文件）']),
    );
  });
});

describe('an expected number', () => {
  test.each([
    [6, [{ event: '坏数据行', wanted: 7, found: 6 }]],
    [7, []],
    [8, [{ event: '坏数据行', wanted: 7, found: 8 }]],
  ])('is missed by %i bad rows where seven are planted: %j', (count, wanted) => {
    const missing = missingEvents({ ...nothing, badRows: badRows(count) }, 4);
    expect(missing.filter(({ event }) => event === '坏数据行')).toEqual(wanted);
  });
});

describe('a fact that is not the one expected is missed', () => {
  const notice = (colour: 'yellow' | 'red', late: boolean): Facts['notices'][number] => ({
    id: 'n',
    county: '330381',
    cycleId: 'c',
    unitId: 'u',
    placeId: 'p',
    targetId: 't',
    state: 'closed',
    version: 1,
    documentId: 'd',
    text: '请说明原因',
    colour,
    issuedOn: '2025-04-10',
    dueOn: '2025-04-24',
    answer: { text: '已整改', documentId: null, on: '2025-04-20', late },
    acceptance: null,
    closure: null,
  });
  const found = (facts: Partial<Facts>, event: string): number | undefined =>
    missingEvents({ ...nothing, ...facts }, 16).find((missing) => missing.event === event)?.found;

  test.each([
    ['a red light answered in time, where a yellow one is', '黄灯告知单按期答复', { notices: [notice('red', false)] }],
    ['a red light answered late, where a yellow one is', '黄灯告知单逾期答复', { notices: [notice('red', true)] }],
  ])('%s', (_what, event, facts) => {
    expect(found(facts, event)).toBe(0);
  });

  test('two yellow lights answered late, where one is', () => {
    expect(found({ notices: [notice('yellow', true), notice('yellow', true)] }, '黄灯告知单逾期答复')).toBe(2);
  });
});

test('the failure names each event with what was wanted and what was found', () => {
  const failure = new EventsMissing([{ event: '坏数据行', wanted: 7, found: 6 }]);
  expect(failure.message).toBe(
    '短年度与预期不符（1 处）The short year did not come out as it must：坏数据行：应为 7，实为 6',
  );
});
