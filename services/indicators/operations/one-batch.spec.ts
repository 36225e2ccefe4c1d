// What the rows of one batch say of each other, and of the day and the period that they are of.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { operations } from '#contracts/generated/indicators.ts';
import { element, indicatorsUnderTest, ndjson, people, row, send } from '../../../tests/support/observations.ts';
import type { ServiceUnderTest } from '../../../tests/support/service.ts';
import { county, placeCodes } from '../../../tests/support/small-directory.ts';
import type { Received } from '../handler.ts';

let service: ServiceUnderTest<operations, Received>;
beforeAll(async () => {
  service = await indicatorsUnderTest();
  const elements = [
    element('YR-1', { frequency: 'year' }),
    element('YR-LEAD', { frequency: 'year', asOfLeadDays: 31 }),
    element('EC-LEAD', { asOfLeadDays: 3_660 }),
  ];
  await service.ask('putElements', { query: { county }, body: { elements } }, people.integration);
});
afterAll(() => service.stop());

const listed = async (batchId: string) => {
  const { body } = await service.ask('listRejectedRows', { path: { batchId } }, people.office);
  return body.records;
};
const stored = (period: string) =>
  service.sql<{ revision: number; value: string }>(
    'select revision, value::text from observation where period = $1 order by element_code, place_id, revision',
    [period],
  );

let months = 0;
/** A month that no other test has. */
const freshMonth = (): string => {
  months += 1;
  return `${2005 + Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}`;
};

describe('one revision of a value in one batch', () => {
  const corrected = { revision: 2, status: 'corrected', reason: '复核' };
  const [seven, eight, nine] = ['7', '8', '9'].map((value) => ({ ...corrected, value }));
  const conflict = (line: number, other: number) => [line, 'REVISION_CONFLICT', `与第 ${other} 行同为第 2 次修订`];

  test.each([
    ['with two values', [seven, eight], [conflict(1, 2), conflict(2, 1)]],
    ['with two values in the other order', [eight, seven], [conflict(1, 2), conflict(2, 1)]],
    ['with three values', [seven, eight, nine], [conflict(1, 2), conflict(2, 1), conflict(3, 1)]],
    ['with a copy among them', [seven, seven, eight], [conflict(1, 3), conflict(2, 3), conflict(3, 1)]],
    ['with a copy at the end', [seven, eight, seven], [conflict(1, 2), conflict(2, 1), conflict(3, 2)]],
    ['with another status', [seven, { ...seven, status: 'confirmed', reason: null }], [conflict(1, 2), conflict(2, 1)]],
    ['with another reason', [seven, { ...seven, reason: '漏报' }], [conflict(1, 2), conflict(2, 1)]],
    ['with another day', [seven, { ...seven, asOf: '2025-01-01' }], [conflict(1, 2), conflict(2, 1)]],
  ])('%s is a conflict for all of its rows', async (_, rows, want) => {
    const period = freshMonth();
    const { body } = await send(service, ndjson(rows.map((each) => row({ period, ...each }))), { period });
    expect(body).toMatchObject({ state: 'refused', addedCount: 0, rejectedCount: rows.length });
    const found = (await listed(body.id)).map(({ line, code, reason }) => [line, code, reason.split('，')[0]]);
    expect(found).toEqual(want);
    expect(await stored(period)).toEqual([]);
  });

  test('is a conflict for its rows alone: the other revisions and values are taken', async () => {
    const period = freshMonth();
    const rows = [
      { ...corrected, revision: 3, value: '10' },
      seven,
      eight,
      {},
      { ...seven, unit: placeCodes.second },
      { ...seven, element: 'EC-2' },
    ].map((each) => row({ period, ...each }));
    const { body } = await send(service, ndjson(rows), { period });
    expect(body).toMatchObject({ state: 'partly-accepted', addedCount: 3, supersededCount: 1, rejectedCount: 2 });
    expect((await stored(period)).map(({ revision, value }) => `${revision}: ${value}`).toSorted()).toEqual([
      '1: 12.5',
      '2: 7',
      '2: 7',
      '3: 10',
    ]);
  });

  test('refuses an all-or-nothing batch', async () => {
    const period = freshMonth();
    const rows = ndjson([seven, eight].map((each) => row({ period, ...each })));
    const { body } = await send(service, rows, { period, mode: 'all-or-nothing' });
    expect(body).toMatchObject({ state: 'refused', rejectedCount: 2 });
  });

  test('said twice alike is a duplicate, however its decimals are written', async () => {
    const period = freshMonth();
    const rows = [seven, { ...seven, value: '7.00' }, seven].map((each) => row({ period, ...each }));
    const { body } = await send(service, ndjson(rows), { period });
    expect(body).toMatchObject({ addedCount: 1, rejectedCount: 2 });
    expect(
      (await listed(body.id)).map(({ line, code, reason, reasonInEnglish }) => [line, code, reason, reasonInEnglish]),
    ).toEqual([
      [2, 'DUPLICATE_ROW', '与第 1 行重复', 'the row repeats line 1'],
      [3, 'DUPLICATE_ROW', '与第 1 行重复', 'the row repeats line 1'],
    ]);
  });

  test('is no conflict with a row that is bad for itself', async () => {
    const period = freshMonth();
    const rows = [{ ...seven, value: '-1' }, seven, { ...eight, asOf: '2099-01-01' }];
    const { body } = await send(service, ndjson(rows.map((each) => row({ period, ...each }))), { period });
    expect(body).toMatchObject({ addedCount: 1, rejectedCount: 2 });
    expect((await listed(body.id)).map(({ code }) => code)).toEqual(['VALUE_OUT_OF_RANGE', 'DATE_IN_FUTURE']);
  });

  test('that is stored stays what it is: the row that says so is unchanged, the other is a conflict', async () => {
    const period = freshMonth();
    await send(service, ndjson([row({ period, ...seven })]), { period });
    const { body } = await send(service, ndjson([eight, seven, seven].map((each) => row({ period, ...each }))), {
      period,
    });
    expect(body).toMatchObject({ unchangedCount: 1, addedCount: 0, rejectedCount: 2 });
    expect((await listed(body.id)).map(({ line, code, reason }) => [line, code, reason])).toEqual([
      [1, 'REVISION_CONFLICT', '第 2 次修订已存在，且数值、状态、日期或原因不同'],
      [3, 'DUPLICATE_ROW', '与第 2 行重复'],
    ]);
  });

  test('may come before a lower one', async () => {
    const period = freshMonth();
    const rows = [{ ...nine, revision: 3 }, eight, {}].map((each) => row({ period, ...each }));
    const { body } = await send(service, ndjson(rows), { period });
    expect(body).toMatchObject({ state: 'accepted', addedCount: 1, supersededCount: 2 });
  });
});

describe('a batch of a period of another kind', () => {
  test.each([
    ['EC-1', '2025-Q1', '按月报送，数据期应为月份，写作 2025-01', 'is reported monthly'],
    ['EC-1', '2024', '按月报送，数据期应为月份，写作 2024-01', 'this batch is of the year 2024'],
    ['QT-1', '2025-05', '按季报送，数据期应为季度，写作 2025-Q2', 'is reported quarterly'],
    ['QT-1', '2024', '按季报送，数据期应为季度，写作 2024-Q1', 'written as 2024-Q1'],
    ['YR-1', '2024-12', '按年报送，数据期应为年度，写作 2024', 'is reported yearly'],
    ['YR-1', '2024-Q4', '按年报送，数据期应为年度，写作 2024', 'this batch is of the quarter 2024-Q4'],
  ])('than %s is reported in is told what is wanted (%s)', async (code, period, zh, en) => {
    const { body } = await send(service, ndjson([row({ element: code, period, asOf: '2025-09-01' })]), { period });
    const [rejected] = await listed(body.id);
    expect(rejected).toMatchObject({ code: 'PERIOD_WRONG', field: 'period' });
    expect(rejected?.reason).toContain(`数据元 ${code} ${zh}`);
    expect(rejected?.reasonInEnglish).toContain(en);
  });

  test.each(['2026-H1', '2026-1', '2026Q1', '2026-Q5', '202601', '2026-01-01', 'Jan-26', '2026年1月'])(
    'that is none, as %s, is told how each is written',
    async (period) => {
      const answer = await send(service, ndjson([row()]), { query: { period } });
      expect(answer).toMatchObject({ status: 400, code: 'REQUEST_INVALID' });
      expect(JSON.stringify(answer)).toContain('2026-Q1');
    },
  );
});

describe('the day that a value is as of', () => {
  const monthOf = (asOf: string) => ({ period: '2025-02', asOf });
  test.each([
    ['EC-1', '2025-02', '2025-02-01', 1],
    ['EC-1', '2025-02', '2025-02-28', 2],
    ['EC-1', '2025-02', '2025-09-10', 3],
    ['YR-1', '2025', '2025-01-01', 1],
    ['YR-LEAD', '2025', '2024-12-01', 1],
    ['EC-LEAD', '2025-02', '2015-02-14', 1],
  ])('of %s in %s may be %s', async (code, period, asOf, revision) => {
    const sent = row({ element: code, period, asOf, revision, unit: placeCodes.second });
    expect((await send(service, ndjson([sent]), { period })).body).toMatchObject({ rejectedCount: 0 });
  });

  test.each([
    ['EC-1', '2025-02', '2025-01-31', '2025-02-01'],
    ['EC-1', '2025-02', '2023-02-01', '2025-02-01'],
    ['EC-1', '2025-02', '1900-01-01', '2025-02-01'],
    ['QT-1', '2025-Q2', '2025-03-31', '2025-04-01'],
    ['YR-1', '2025', '2024-12-31', '2025-01-01'],
    ['YR-LEAD', '2025', '2024-11-30', '2024-12-01'],
  ])('of %s in %s may not be %s', async (code, period, asOf, earliest) => {
    const { body } = await send(service, ndjson([row({ element: code, period, asOf })]), { period });
    expect(await listed(body.id)).toMatchObject([
      {
        code: 'DATE_INVALID',
        field: 'asOf',
        reason: `截止日期早于 ${earliest}，那是 ${period} 的数据最早可以截至的日期`,
        reasonInEnglish: `the as-of is before ${earliest}, the earliest day that a value of ${period} can be as of`,
      },
    ]);
  });

  test.each(['2025-09-11', '2199-12-31'])('may not be %s, which is to come', async (asOf) => {
    const { body } = await send(service, ndjson([row(monthOf(asOf))]), { period: '2025-02' });
    expect(await listed(body.id)).toMatchObject([{ code: 'DATE_IN_FUTURE' }]);
  });

  test('that was taken before there was the rule may come again as it was', async () => {
    const old = { ...monthOf('2023-01-01'), element: 'EC-2' };
    const lead = { elements: [element('EC-2', { version: 2, asOfLeadDays: 3_000 })] };
    await service.ask('putElements', { query: { county }, body: lead }, people.integration);
    expect((await send(service, ndjson([row(old)]), { period: '2025-02' })).body).toMatchObject({ addedCount: 1 });
    const without = { elements: [element('EC-2', { version: 3 })] };
    await service.ask('putElements', { query: { county }, body: without }, people.integration);
    expect((await send(service, ndjson([row(old)]), { period: '2025-02' })).body).toMatchObject({ unchangedCount: 1 });
  });
});

describe('how early an as-of may lie', () => {
  test('is shown with the element, and none where nothing is said', async () => {
    const lead = async (elementCode: string) =>
      (await service.ask('getElement', { path: { elementCode }, query: { county } }, people.office)).body.asOfLeadDays;
    expect([await lead('YR-LEAD'), await lead('YR-1')]).toEqual([31, 0]);
  });

  test('is part of what a version says: left out and none are the same, another is named', async () => {
    const put = async (more: object) => {
      const body = { elements: [element('YR-1', { frequency: 'year', ...more })] };
      return (await service.ask('putElements', { query: { county }, body }, people.integration)).body;
    };
    expect(await put({ asOfLeadDays: 0 })).toMatchObject({ unchanged: 1, differing: [] });
    expect(await put({ asOfLeadDays: 1 })).toMatchObject({ unchanged: 1, differing: ['YR-1'] });
  });

  test.each([-1, 0.5, 3_661, '31', null])('may not be %j', async (asOfLeadDays) => {
    const body = { elements: [element('YR-2', { asOfLeadDays })] };
    const answer = await service.ask('putElements', { query: { county }, body }, people.integration);
    expect(answer).toMatchObject({ status: 400, code: 'REQUEST_INVALID' });
  });
});
