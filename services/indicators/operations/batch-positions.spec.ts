// Each batch of which anything was kept has the next position of its county: what a signature of values can name.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { operations } from '#contracts/generated/indicators.ts';
import { indicatorsUnderTest, ndjson, people, row, send } from '../../../tests/support/observations.ts';
import type { ServiceUnderTest } from '../../../tests/support/service.ts';
import { county } from '../../../tests/support/small-directory.ts';
import type { Received } from '../handler.ts';

let service: ServiceUnderTest<operations, Received>;
beforeAll(async () => {
  service = await indicatorsUnderTest();
});
afterAll(() => service.stop());

const positionOf = async (rows: readonly object[], more: object = {}) =>
  (await send(service, ndjson(rows), more)).body.position;
const pagePosition = async () =>
  (await service.ask('listObservations', { query: { county } }, people.office)).body.position;
const announced = async (): Promise<unknown[]> =>
  (await service.sent())
    .filter(({ type }) => type === 'cn.jixiao.indicators.ObservationBatchAccepted.v1')
    .map(({ payload }) => payload['position']);

describe('a position', () => {
  test('is there for none of the observations before the first batch', async () => {
    expect(await pagePosition()).toBeNull();
  });

  test('is counted from 1, told of with the batch, and shown with what was kept up to it', async () => {
    expect(await positionOf([row()])).toBe(1);
    expect(await positionOf([row({ period: '2025-04' })], { period: '2025-04' })).toBe(2);
    expect(await announced()).toEqual([1, 2]);
    expect(await pagePosition()).toBe(2);
  });

  test('is taken by no batch of which nothing was kept', async () => {
    expect(await positionOf([row({ unit: '330399001000' })])).toBeNull();
    const sent = { period: '2025-05', source: 'again' };
    expect(await positionOf([row({ period: '2025-05' })], sent)).toBe(3);
    // The same bytes again are the same batch.
    expect(await positionOf([row({ period: '2025-05' })], sent)).toBe(3);
    expect(await pagePosition()).toBe(3);
  });

  test('of batches of several periods at once is taken once each, without a gap', async () => {
    const periods = ['2025-06', '2025-07', '2025-08'];
    const taken = await Promise.all(periods.map((period) => positionOf([row({ period })], { period })));
    expect(new Set(taken)).toEqual(new Set([4, 5, 6]));
    const stored = await service.sql<{ position: string }>(
      'select position from observation_batch where position is not null order by position',
    );
    expect(stored.map(({ position }) => Number(position))).toEqual([1, 2, 3, 4, 5, 6]);
  });
});
