// A month for which the province has no rows is an empty month, and said to be one.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWorld, type World } from '../../../tests/support/integration/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  world.work();
});
afterAll(() => world.stop());

test('is completed without a batch', async () => {
  await world.control('province', 'PUT', '/day', { day: '2025-04-10' });
  expect(await world.synchronise('P4', '2025-04')).toMatchObject({
    state: 'completed',
    received: 0,
    refused: 0,
    failure: null,
    batchId: null,
    empty: true,
  });
});
