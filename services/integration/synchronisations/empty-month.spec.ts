// A month without observations is an empty month, and no failure.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startWorld, type World } from '../../../tests/support/integration/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  world.work();
  for (const dataSet of ['P1', 'P2', 'P3']) await world.synchronise(dataSet);
});
afterAll(() => world.stop());

describe('a month of which the province has no rows', () => {
  test('is completed as an empty one, which is said, and the intake is not asked', async () => {
    await world.control('province', 'PUT', '/day', { day: '2025-04-10' });
    const done = await world.synchronise('P4', '2025-04');
    expect(done).toMatchObject({
      state: 'completed',
      attempts: 1,
      received: 0,
      refused: 0,
      failure: null,
      batchId: null,
    });
    expect(done.outcome).toEqual({
      code: 'NO_ROWS',
      text: '2025-04 没有观测值：对方在该月没有数据行，未收到任何数据',
      textInEnglish: '2025-04 has no observations: the partner has no rows of the month, and nothing was received',
    });
    expect(world.intake.batches).toEqual([]);
  });

  test('whose stream breaks off is none: it is asked for again', async () => {
    await world.control('province', 'POST', '/faults', {
      kind: 'error',
      operation: 'streamObservations',
      status: 503,
      times: 1,
    });
    expect(await world.synchronise('P4', '2025-04')).toMatchObject({ state: 'completed', attempts: 2, received: 0 });
  });

  test('may be asked for again, and has rows when they came', async () => {
    expect(await world.synchronise('P4', '2025-04')).toMatchObject({
      state: 'completed',
      outcome: { code: 'NO_ROWS' },
    });
    await world.control('province', 'PUT', '/day', { day: '2025-05-08' });
    const done = await world.synchronise('P4', '2025-04');
    expect(done).toMatchObject({ state: 'completed', outcome: null });
    expect(done.received).toBeGreaterThan(0);
  });
});
