// An exchange that can not start: what it had started by then is gone (E6, E7).
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inProcessBus } from '#kernel/bus/in-process.ts';
import type { Bus } from '#kernel/bus/port.ts';
import { rowsOf, until } from './support.ts';
import { openWorld, type World } from './world.ts';

let world: World;
const inner = inProcessBus();
beforeAll(async () => {
  world = await openWorld({ connect: async () => inner, wipe: async () => undefined, stop: () => inner.close() });
});
afterAll(async () => {
  await world.close();
  await inner.close();
});

const heldShards = async (): Promise<number> => {
  const [row] = await rowsOf<{ held: number }>(
    world.evaluation,
    `select count(*)::int as held from pg_locks where locktype = 'advisory' and objsubid = 2
      and database = (select oid from pg_database where datname = current_database())`,
  );
  return row?.held ?? 0;
};

it('gives back its shards and its subscriptions when one of its consumers can not start', async () => {
  let reading = 0;
  const failing: Bus = {
    ...inner,
    consume: async (durable, handle) => {
      if (durable.shard === 5) {
        await until(heldShards, (held) => held === 8);
        throw new Error('the broker refuses');
      }
      const subscription = await inner.consume(durable, handle);
      reading += 1;
      return {
        stop: async () => {
          await subscription.stop();
          reading -= 1;
        },
      };
    },
  };
  await expect(world.startEvaluation({ bus: failing })).rejects.toThrow('the broker refuses');
  expect([reading, await heldShards()]).toEqual([0, 0]);
});
