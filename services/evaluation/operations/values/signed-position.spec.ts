// A signature covers the batches of observations that had come when it was given, and none that came after it on the same day.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { businessId } from '#kernel/values/identifier.ts';
import { finance, water } from '../../../../tests/support/evaluation/people.ts';
import { openStage, type Stage } from '../../../../tests/support/evaluation/stage.ts';
import { county } from '../../../../tests/support/small-directory.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  await stage.service.beginDay(county, '2026-01-12');
  await stage.open();
});
afterAll(() => stage.service.stop());

/** Tells of a batch; one of the first contract has no position. */
const batchAccepted = (position?: number) =>
  stage.service.receive('cn.jixiao.indicators.ObservationBatchAccepted.v1', county, {
    batchId: businessId('batch', String(position)),
    setId: businessId('set', String(position)),
    number: 1,
    count: 1,
    digest: 'a'.repeat(64),
    source: 'province',
    period: '2025-12',
    rejectedCount: 0,
    ...(position === undefined ? {} : { position }),
  });
const sign = (body: object, person = finance) =>
  stage.service.ask('signValues', { path: { cycleId: stage.cycleId }, body }, person);
const revenue = { elementCodes: ['E-REVENUE'] };

describe('a signature', () => {
  test('covers its whole day while no batch with a position is known', async () => {
    await batchAccepted();
    expect((await sign(revenue)).body).toMatchObject({ signedOn: '2026-01-12', position: null });
  });

  test('covers the newest batch that is known, in whatever order they were told of', async () => {
    await batchAccepted(7);
    await batchAccepted(5);
    expect((await sign(revenue)).body).toMatchObject({ position: 7 });
  });

  test('covers no more than the batch that was looked at, where it names one', async () => {
    expect((await sign({ ...revenue, position: 5 })).body).toMatchObject({ position: 5 });
  });

  test.each([8, Number.MAX_SAFE_INTEGER])('is refused for the batch %d, which is not known yet', async (position) => {
    expect(await sign({ ...revenue, position })).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
  });

  test.each([0, -1, 1.5, '7'])('is refused for %j, which is no position', async (position) => {
    const answer = await sign({ ...revenue, position });
    expect(answer).toMatchObject({ status: 400, faults: [{ pointer: '/body/position' }] });
  });
});

test('the freeze takes each element up to the batch of its newest signature', async () => {
  await sign({ elementCodes: ['E-WATER'] }, water);
  await batchAccepted(9);
  await stage.confirm();
  expect(await stage.close()).toMatchObject({ status: 200 });
  await stage.command('freezeCycle');
  const order = (await stage.service.sent()).find(({ type }) => type === 'cn.jixiao.evaluation.CycleFreezeOrdered.v1');
  expect(order?.payload['signatures']).toEqual([
    { elementCode: 'E-REVENUE', asOf: '2026-01-12', position: 5 },
    { elementCode: 'E-WATER', asOf: '2026-01-12', position: 7 },
  ]);
});
