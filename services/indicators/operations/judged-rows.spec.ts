// Each row of a batch is judged against elements, the directory, its neighbours and what is known; bad ones are listed by line.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { operations } from '#contracts/generated/indicators.ts';
import { indicatorsUnderTest, ndjson, people, rejects, row, send } from '../../../tests/support/observations.ts';
import type { ServiceUnderTest } from '../../../tests/support/service.ts';
import { county, placeCodes, placeIdOf } from '../../../tests/support/small-directory.ts';
import type { Received } from '../handler.ts';

let service: ServiceUnderTest<operations, Received>;
beforeAll(async () => {
  service = await indicatorsUnderTest();
});
afterAll(() => service.stop());

const inMarch = (more: object = {}) => row({ period: '2025-03', ...more });

describe('a row', () => {
  test.each([
    ['of no such element', { element: 'EC-9' }, 'ELEMENT_UNKNOWN', 'element'],
    ['of an element that differs in case', { element: 'ec-1' }, 'ELEMENT_UNKNOWN', 'element'],
    ['of a place that the directory does not have', { unit: '330381998000' }, 'UNIT_UNKNOWN', 'unit'],
    ['of another county’s place', { unit: placeCodes.abroad }, 'UNIT_OUT_OF_SCOPE', 'unit'],
    ['of an element with another frequency', { element: 'QT-1' }, 'PERIOD_WRONG', 'period'],
    ['above the range', { value: '10000' }, 'VALUE_OUT_OF_RANGE', 'value'],
    ['below the range', { value: '-0.01' }, 'VALUE_OUT_OF_RANGE', 'value'],
    ['with too many places', { value: '1.005' }, 'VALUE_TOO_PRECISE', 'value'],
    ['as of a day to come', { asOf: '2025-09-11' }, 'DATE_IN_FUTURE', 'asOf'],
  ])('%s is rejected', async (_, more, code, field) => {
    const { body } = await send(service, ndjson([inMarch(more)]));
    expect(await rejects(service, body.id)).toEqual([[1, code, field]]);
  });

  test.each([
    ['at the upper bound', { value: '9999.99', period: '2025-04' }],
    ['at the lower bound', { value: '0.00', period: '2025-05' }],
    ['as of today', { asOf: '2025-09-10', period: '2025-06' }],
    ['with zeros beyond its precision', { value: '1.5000', period: '2025-07' }],
    ['of the county itself', { unit: placeCodes.county, period: '2025-07' }],
  ])('%s is taken', async (_, more) => {
    const { period } = more;
    expect((await send(service, ndjson([row(more)]), { period })).body).toMatchObject({ state: 'accepted' });
  });

  test('of a township that was merged is known for the periods that end before, and not for later ones', async () => {
    const { merged } = placeCodes;
    const until = await send(service, ndjson([row({ unit: merged, period: '2025-06' })]), { period: '2025-06' });
    expect(until.body).toMatchObject({ state: 'accepted' });
    const after = await send(service, ndjson([row({ unit: merged, period: '2025-07' })]), { period: '2025-07' });
    expect(await rejects(service, after.body.id)).toEqual([[1, 'UNIT_UNKNOWN', 'unit']]);
  });

  test('that names its element, unit and revision a second time is rejected with the line of the first', async () => {
    const twice = inMarch({ unit: placeCodes.second });
    const { body } = await send(service, ndjson([twice, twice, { ...twice, value: '12.5' }]));
    expect(body).toMatchObject({ addedCount: 1, rejectedCount: 2 });
    const listed = await service.ask('listRejectedRows', { path: { batchId: body.id } }, people.office);
    expect(listed.body.records.map(({ line, reason }) => [line, reason])).toEqual([
      [2, '与第 1 行重复'],
      [3, '与第 1 行重复'],
    ]);
  });
});

test('a bad row does not take along the good one that repairs it further down', async () => {
  const rows = [row({ period: '2025-02', value: '-1' }), row({ period: '2025-02' })];
  const { body } = await send(service, ndjson(rows), { period: '2025-02' });
  expect(body).toMatchObject({ addedCount: 1, rejectedCount: 1 });
  expect(await rejects(service, body.id)).toEqual([[1, 'VALUE_OUT_OF_RANGE', 'value']]);
});

describe('a month with seven bad rows', () => {
  const { first, second } = placeCodes;
  const good = (element: string, unit: string) => row({ element, unit, period: '2025-01', asOf: '2025-02-08' });
  const month = [
    good('EC-1', first),
    { ...good('EC-1', first), unit: '330381998000' },
    { ...good('EC-1', first), element: 'EC-1-OLD' },
    { ...good('EC-1', first), period: '2025-13' },
    { ...good('EC-1', second), value: '约12' },
    { ...good('EC-2', second), value: '135000.2' },
    good('EC-1', first),
    { ...good('EC-2', first), asOf: '2099-12-31' },
    good('EC-2', placeCodes.county),
  ];

  test('keeps its good ones and lists the seven by line with code, field and reason', async () => {
    const { body } = await send(service, ndjson(month), { period: '2025-01', source: 'seven' });
    expect(body).toMatchObject({ state: 'partly-accepted', rowCount: 9, addedCount: 2, rejectedCount: 7 });
    expect(await rejects(service, body.id)).toEqual([
      [2, 'UNIT_UNKNOWN', 'unit'],
      [3, 'ELEMENT_UNKNOWN', 'element'],
      [4, 'PERIOD_WRONG', 'period'],
      [5, 'VALUE_NOT_A_NUMBER', 'value'],
      [6, 'VALUE_OUT_OF_RANGE', 'value'],
      [7, 'DUPLICATE_ROW', null],
      [8, 'DATE_IN_FUTURE', 'asOf'],
    ]);
  });

  test('changes nothing when it comes again as it was', async () => {
    const again = await send(service, ndjson(month), { period: '2025-01', source: 'seven' });
    expect(again).toMatchObject({ status: 200, body: { addedCount: 2, rejectedCount: 7 } });
  });

  test('is taken further when its rows were repaired, as revisions of their own', async () => {
    const repaired = [good('EC-1', second), good('EC-2', second), good('EC-2', first), good('EC-1', first)];
    const { body } = await send(service, ndjson(repaired), { period: '2025-01', source: 'seven' });
    expect(body).toMatchObject({ state: 'accepted', addedCount: 3, unchangedCount: 1 });
  });
});

describe('who sends', () => {
  test('a department reports the elements whose source it is, and no others', async () => {
    const rows = [inMarch({ unit: placeCodes.first, element: 'EC-2' }), inMarch({ element: 'OT-1' })];
    const { body } = await send(service, ndjson(rows), { by: people.department });
    expect(body).toMatchObject({ addedCount: 1 });
    expect(await rejects(service, body.id)).toEqual([[2, 'ELEMENT_NOT_OWN', 'element']]);
  });

  test('a department whose token names no organisation reports nothing', async () => {
    const { organisation: _none, ...nobody } = people.department;
    const { body } = await send(service, ndjson([inMarch({ unit: placeCodes.county })]), { by: nobody });
    expect(await rejects(service, body.id)).toEqual([[1, 'ELEMENT_NOT_OWN', 'element']]);
  });

  test('nobody reports for a place outside the own subtree', async () => {
    const by = { ...people.platform, places: [placeIdOf(placeCodes.second)] };
    const { body } = await send(service, ndjson([inMarch({ unit: placeCodes.county })]), { by });
    expect(await rejects(service, body.id)).toEqual([[1, 'UNIT_OUT_OF_SCOPE', 'unit']]);
  });

  test('integration reports for every source and place of the county', async () => {
    const rows = [inMarch({ element: 'OT-1' }), inMarch({ unit: placeCodes.county })];
    const { body } = await send(service, ndjson(rows), { by: people.integration });
    expect(body).toMatchObject({ state: 'accepted', addedCount: 2 });
  });
});

describe('the rejected rows', () => {
  test('come in pages by line', async () => {
    const { body } = await send(service, ndjson([{}, {}, {}, {}, {}]));
    const seen: number[] = [];
    let cursor: string | null = null;
    do {
      const query: Record<string, string> = { limit: '2', ...(cursor === null ? {} : { cursor }) };
      const page = await service.ask('listRejectedRows', { path: { batchId: body.id }, query }, people.office);
      seen.push(...page.body.records.map(({ line }) => line));
      cursor = page.body.next;
    } while (cursor !== null);
    expect(seen).toEqual([1, 2, 3, 4, 5]);
  });

  test.each([
    ['a township, which sees its values alone', people.township],
    ['the office of another county', { roles: ['assessment_office'] as const, counties: ['330382'] }],
  ])('and their batch are hidden from %s', async (_, person) => {
    const { body } = await send(service, ndjson([{}]));
    const path = { batchId: body.id };
    expect(await service.ask('getObservationBatch', { path }, person)).toMatchObject({ status: 404 });
    expect(await service.ask('listRejectedRows', { path }, person)).toMatchObject({ status: 404 });
  });

  test('are hidden in the list of batches too', async () => {
    const query = { county };
    const seen = await service.ask('listObservationBatches', { query }, people.office);
    expect(seen.body.records.length).toBeGreaterThan(0);
    expect((await service.ask('listObservationBatches', { query }, people.township)).body.records).toEqual([]);
  });
});
