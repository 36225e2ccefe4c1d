// Freezes and their lifts are told by number: whatever comes late, twice or first, the newest order of a cycle is what holds.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { operations } from '#contracts/generated/indicators.ts';
import { businessId } from '#kernel/values/identifier.ts';
import { periodBounds, period as toPeriod } from '#kernel/values/period.ts';
import { indicatorsUnderTest, ndjson, rejects, row, send } from '../../../tests/support/observations.ts';
import type { ServiceUnderTest } from '../../../tests/support/service.ts';
import { county, placeCodes, placeIdOf } from '../../../tests/support/small-directory.ts';
import type { Received } from '../handler.ts';

const frozen = [[1, 'PERIOD_FROZEN', 'period']];
const periods = ['2025-01', '2025-02', '2025-03', '2025-04', '2025-05', '2025-06', '2025-07'] as const;
type Period = (typeof periods)[number];

let service: ServiceUnderTest<operations, Received>;
beforeAll(async () => {
  service = await indicatorsUnderTest();
});
afterAll(() => service.stop());

const cycleOf = (period: Period): string => businessId('cycle', county, period);
/** Orders a freeze of one month, each of a cycle of its own, and returns how many sets the cycle has been given. */
const order = async (period: Period, freezeNumber?: number): Promise<number> => {
  await service.receive('cn.jixiao.evaluation.CycleFreezeOrdered.v1', county, {
    cycleId: cycleOf(period),
    elementCodes: ['EC-1'],
    placeIds: [placeIdOf(placeCodes.first)],
    ...periodBounds(toPeriod(period)),
    orderedOn: '2025-09-10',
    ...(freezeNumber === undefined ? {} : { freezeNumber }),
  });
  return (await service.sent()).filter(
    ({ type, payload }) => type.endsWith('.ObservationSetPublished.v1') && payload['cycleId'] === cycleOf(period),
  ).length;
};
const reopen = (period: Period, freezeNumber: number) =>
  service.receive('cn.jixiao.evaluation.CollectionReopened.v1', county, {
    cycleId: cycleOf(period),
    reopenedOn: '2025-09-10',
    from: 'frozen',
    freezeNumber,
  });
let revision = 0;
/** What a new value of the month is rejected for. A value that is taken is followed by one of a higher revision. */
const rejected = async (period: Period) => {
  revision += 1;
  const { body } = await send(service, ndjson([row({ period, revision })]), { period });
  return rejects(service, body.id);
};

describe('a lift', () => {
  test('that comes before the order that it lifts lifts it: the late order freezes nothing and makes no set', async () => {
    await reopen('2025-01', 1);
    expect(await order('2025-01', 1)).toBe(0);
    expect(await rejected('2025-01')).toEqual([]);
  });

  test('that comes after a newer order lifts the older one alone', async () => {
    await order('2025-03', 1);
    expect(await order('2025-03', 2)).toBe(2);
    await reopen('2025-03', 1);
    expect(await rejected('2025-03')).toEqual(frozen);
    await reopen('2025-03', 2);
    expect(await rejected('2025-03')).toEqual([]);
  });

  test('that comes again lifts nothing that was ordered since', async () => {
    await order('2025-04', 1);
    await reopen('2025-04', 1);
    expect(await rejected('2025-04')).toEqual([]);
    await order('2025-04', 2);
    await reopen('2025-04', 1);
    expect(await rejected('2025-04')).toEqual(frozen);
  });

  test('of a cycle whose values were confirmed and never frozen leaves the first freeze to hold', async () => {
    await reopen('2025-06', 0);
    expect(await order('2025-06', 1)).toBe(1);
    expect(await rejected('2025-06')).toEqual(frozen);
  });

  test('lifts freezes without a number, as they came (E19)', async () => {
    await order('2025-05');
    expect(await rejected('2025-05')).toEqual(frozen);
    await reopen('2025-05', 1);
    expect(await rejected('2025-05')).toEqual([]);
    expect(await order('2025-05')).toBe(2);
    expect(await rejected('2025-05')).toEqual(frozen);
  });
});

describe('an order', () => {
  test('that comes after a newer one of its cycle makes no set, and does not hold when the newer is lifted', async () => {
    await order('2025-02', 2);
    expect(await order('2025-02', 1)).toBe(1);
    expect(await rejected('2025-02')).toEqual(frozen);
    await reopen('2025-02', 2);
    expect(await rejected('2025-02')).toEqual([]);
  });

  test('that comes twice is answered twice, and one lift lifts both', async () => {
    await order('2025-07', 1);
    expect(await order('2025-07', 1)).toBe(2);
    await reopen('2025-07', 1);
    expect(await rejected('2025-07')).toEqual([]);
    expect(await order('2025-07', 1)).toBe(2);
    expect(await rejected('2025-07')).toEqual([]);
  });

  test('keeps its number with the freeze', async () => {
    const rows = await service.sql<{ freeze_number: number | null }>(
      `select freeze_number from observation_freeze where cycle_id in ('${cycleOf('2025-03')}', '${cycleOf('2025-05')}')
       order by cycle_id = '${cycleOf('2025-05')}', freeze_number`,
    );
    expect(rows.map(({ freeze_number }) => freeze_number)).toEqual([1, 2, null, null]);
  });
});
