// What is frozen is what was signed: of each element what was recorded until the day of its signature, and a reopening lifts it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { operations } from '#contracts/generated/indicators.ts';
import { businessId } from '#kernel/values/identifier.ts';
import { indicatorsUnderTest, ndjson, people, rejects, row, send } from '../../../tests/support/observations.ts';
import type { ServiceUnderTest } from '../../../tests/support/service.ts';
import { county, placeCodes, placeIdOf } from '../../../tests/support/small-directory.ts';
import type { Received } from '../handler.ts';

const [first, second] = [placeIdOf(placeCodes.first), placeIdOf(placeCodes.second)];
const order = {
  elementCodes: ['EC-1', 'EC-2'],
  placeIds: [first, second],
  from: '2025-01-01',
  to: '2025-06-30',
  orderedOn: '2025-09-16',
};
const correction = (value: string, revision: number) => ({ value, revision, status: 'corrected', reason: '复核' });

let service: ServiceUnderTest<operations, Received>;

/** Orders a freeze of a cycle, and returns what was announced. */
const freeze = async (cycle: string, more: object = {}) => {
  const payload = { ...order, cycleId: businessId('cycle', county, cycle), ...more };
  await service.receive('cn.jixiao.evaluation.CycleFreezeOrdered.v1', county, payload);
  return (await service.sent()).at(-1)?.payload ?? {};
};
const signedOn = (revenue: string, investment: string) => ({
  freezeNumber: 1,
  signatures: [
    { elementCode: 'EC-1', asOf: revenue },
    { elementCode: 'EC-2', asOf: investment },
  ],
});
const rowsOf = async (announced: Record<string, unknown>): Promise<string[]> => {
  const path = { setId: String(announced['setId']) };
  const { body } = await service.ask('listObservationSetItems', { path, query: { county } }, people.evaluation);
  return body.items.map(({ row: item }) => `${String(item['elementCode'])} ${String(item['value'])}`);
};

beforeAll(async () => {
  service = await indicatorsUnderTest();
  const of = (element: string, unit: string, more: object = {}) => row({ element, unit, ...more });
  // On the 10th both elements of the first township; on the 12th a correction of each; on the 15th another, and a first value.
  await send(service, ndjson([of('EC-1', placeCodes.first), of('EC-2', placeCodes.first)]));
  await service.beginDay(county, '2025-09-12');
  const corrected = ['EC-1', 'EC-2'].map((element) => of(element, placeCodes.first, correction('20', 2)));
  await send(service, ndjson(corrected));
  await service.beginDay(county, '2025-09-15');
  await send(service, ndjson([of('EC-1', placeCodes.first, correction('30', 3)), of('EC-1', placeCodes.second)]));
  await service.beginDay(county, '2025-09-16');
});
afterAll(() => service.stop());

describe('of an element is frozen', () => {
  test.each([
    [
      'what was recorded until the day of its signature, each element by its own',
      '2025-09-12',
      '2025-09-11',
      ['EC-1 20', 'EC-2 12.5'],
    ],
    ['what came on that day too', '2025-09-15', '2025-09-12', ['EC-1 12.5', 'EC-1 30', 'EC-2 20']],
    ['nothing where it was signed before anything came', '2025-09-09', '2025-09-16', ['EC-2 20']],
  ] as const)('%s', async (what, revenue, investment, want) => {
    const announced = await freeze(what, signedOn(revenue, investment));
    expect((await rowsOf(announced)).sort()).toEqual(want);
    expect(announced).toMatchObject({ count: want.length, freezeNumber: 1 });
  });

  test('what was recorded until the order, where the order is one of release 0.1 (E19)', async () => {
    const announced = await freeze('released');
    expect((await rowsOf(announced)).sort()).toEqual(['EC-1 12.5', 'EC-1 30', 'EC-2 20']);
    expect(Object.keys(announced)).not.toContain('unsigned');
    expect(Object.keys(announced)).not.toContain('freezeNumber');
  });

  test('what was recorded until the order, where an element is not named among the signed', async () => {
    const signatures = [{ elementCode: 'EC-2', asOf: '2025-09-11' }];
    expect((await rowsOf(await freeze('partly', { signatures }))).sort()).toEqual([
      'EC-1 12.5',
      'EC-1 30',
      'EC-2 12.5',
    ]);
  });
});

describe('of what came on the day of a signature is frozen', () => {
  // The batches of the year had the positions 1 (the 10th), 2 (the 12th) and 3 (the 15th).
  const signedUpTo = (revenue: number, investment: number) => ({
    freezeNumber: 1,
    signatures: [
      { elementCode: 'EC-1', asOf: '2025-09-15', position: revenue },
      { elementCode: 'EC-2', asOf: '2025-09-15', position: investment },
    ],
  });

  test.each([
    [
      'what had come when it was signed',
      2,
      1,
      ['EC-1 20', 'EC-2 12.5'],
      [
        ['EC-1', 2],
        ['EC-2', 1],
      ],
    ],
    ['each element by its own signature', 3, 2, ['EC-1 12.5', 'EC-1 30', 'EC-2 20'], []],
  ] as const)('%s, and what came after it on that day is counted', async (what, revenue, investment, want, left) => {
    const announced = await freeze(what, signedUpTo(revenue, investment));
    expect((await rowsOf(announced)).sort()).toEqual(want);
    const unsigned = announced['unsigned'] as { elementCode: string; count: number }[];
    expect(unsigned.map((one) => [one.elementCode, one.count])).toEqual(left);
  });

  test('all of it, where its batches were kept before they had positions', async () => {
    await service.sql('begin');
    await service.sql("set local session_replication_role = 'replica'");
    await service.sql('update observation_batch set position = null');
    await service.sql('commit');
    const announced = await freeze('earlier', signedUpTo(1, 1));
    expect((await rowsOf(announced)).sort()).toEqual(['EC-1 12.5', 'EC-1 30', 'EC-2 20']);
  });
});

describe('what stayed out because nobody has signed it', () => {
  test.each([
    ['is counted by element: a correction and a first value', '2025-09-12', '2025-09-12', [['EC-1', 2]]],
    [
      'is counted once an observation, however often it was corrected',
      '2025-09-11',
      '2025-09-11',
      [
        ['EC-1', 2],
        ['EC-2', 1],
      ],
    ],
    ['is not named where the signatures cover all', '2025-09-15', '2025-09-15', []],
  ] as const)('%s', async (what, revenue, investment, want) => {
    const { unsigned } = await freeze(what, signedOn(revenue, investment));
    expect((unsigned as { elementCode: string; count: number }[]).map((one) => [one.elementCode, one.count])).toEqual(
      want,
    );
  });

  test('is no revision below the one that is frozen, since it supersedes nothing', async () => {
    const april = { element: 'EC-2', period: '2025-04' };
    await send(service, ndjson([row({ ...april, ...correction('7', 5) })]), { period: '2025-04' });
    await service.beginDay(county, '2025-09-17');
    await send(service, ndjson([row({ ...april, ...correction('6', 4) })]), { period: '2025-04' });
    const { unsigned } = await freeze('late', { ...signedOn('2025-09-16', '2025-09-16'), orderedOn: '2025-09-17' });
    expect(unsigned).toEqual([]);
  });
});

describe('a collection that is reopened', () => {
  const cycleId = businessId('cycle', county, 'reopened');
  const june = { period: '2025-06', unit: placeCodes.second };
  const report = async (more: object) => {
    const { body } = await send(service, ndjson([row({ ...june, ...more })]), { period: '2025-06' });
    return rejects(service, body.id);
  };
  const reopen = (of: string) =>
    service.receive('cn.jixiao.evaluation.CollectionReopened.v1', county, {
      cycleId: of,
      reopenedOn: '2025-09-17',
      from: 'frozen',
      freezeNumber: 1,
    });

  test('lifts the freeze of its own cycle: a value that was missing is reported as any other', async () => {
    // Everything is frozen by the cycles above, too; they are lifted, so that only this one holds.
    for (const { id } of await service.sql<{ id: string }>('select distinct cycle_id as id from observation_freeze'))
      await reopen(id);
    const frozen = await freeze('reopened', signedOn('2025-09-17', '2025-09-17'));
    expect(await report({ element: 'EC-1' })).toEqual([[1, 'PERIOD_FROZEN', 'period']]);
    await reopen(businessId('cycle', county, 'another'));
    expect(await report({ element: 'EC-1' })).toEqual([[1, 'PERIOD_FROZEN', 'period']]);
    await reopen(cycleId);
    expect(await report({ element: 'EC-1' })).toEqual([]);
    expect(await rowsOf(frozen)).toHaveLength(Number(frozen['count']));
  });

  test('is frozen anew by the next order, also when it was reopened twice', async () => {
    await reopen(cycleId);
    const again = await freeze('reopened', { ...signedOn('2025-09-17', '2025-09-17'), freezeNumber: 2 });
    expect(again).toMatchObject({ number: 2, freezeNumber: 2 });
    expect(await report({ element: 'EC-2' })).toEqual([[1, 'PERIOD_FROZEN', 'period']]);
  });

  test('is of a county, and lifts nothing without one', async () => {
    const payload = { cycleId, reopenedOn: '2025-09-17', from: 'frozen' as const, freezeNumber: 2 };
    const type = 'cn.jixiao.evaluation.CollectionReopened.v1';
    await expect(service.receive(type, null, payload)).rejects.toThrow('names no county');
    await service.receive(type, '330382', payload);
    expect(await report({ element: 'EC-2' })).toEqual([[1, 'PERIOD_FROZEN', 'period']]);
  });
});
