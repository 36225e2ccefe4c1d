// Redriving and setting aside: rules E2 and E8.
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { inProcessBus } from '#kernel/bus/in-process.ts';
import { listParked, type ParkedEvent } from '#kernel/exchange/consuming/parked.ts';
import { type SetAside, setAside } from '#kernel/exchange/consuming/set-aside.ts';
import { waitFor } from '#kernel/exchange/failure.ts';
import { shardOf } from '#kernel/exchange/shard.ts';
import type { Exchange } from '#kernel/exchange/start.ts';
import { type PlanReaction, storeEffect } from './effect.ts';
import { appendOne, approved, county, otherCounty, planApproved, rowsOf, until } from './support.ts';
import { openWorld, type World } from './world.ts';

let world: World;
let evaluation: Exchange;
/** Steps that fail for good, as `key/step`. */
const poison = new Set<string>();
/** `key/step` → the key of the fact that it waits for. */
const needs = new Map<string, string>();

const react: PlanReaction = async (event, call) => {
  const name = `${event.key}/${event.payload.step}`;
  if (poison.has(name)) throw new Error(`${name} is poison`);
  const needed = needs.get(name);
  if (needed !== undefined && (await world.effects(needed)).length === 0)
    throw waitFor({ type: planApproved, key: needed });
  await call.arrived({ type: planApproved, key: event.key });
  await storeEffect(event, call);
};

beforeAll(async () => {
  const bus = inProcessBus();
  world = await openWorld({
    connect: async () => ({ ...bus, close: async () => undefined }),
    wipe: async () => bus.wipe(),
    stop: () => bus.close(),
  });
});
beforeEach(async () => {
  poison.clear();
  needs.clear();
  await world.startTargets();
  evaluation = await world.startEvaluation({ reactions: { [planApproved]: react } });
});
afterEach(() => world.stopAll());
afterAll(() => world.close());

const append = async (key: string, steps: readonly number[]): Promise<void> => {
  for (const step of steps) await appendOne(world.targets, approved(key, step));
};
const steps = async (key: string): Promise<number[]> => (await world.effects(key)).map(({ step }) => step);
const keyOf = (key: string): { source: string; key: string; county: string } => ({ source: 'targets', key, county });
const parked = (key: string, of: string = county): Promise<ParkedEvent[]> =>
  world.evaluation.own
    .transact({ counties: [of] }, (tx) => listParked(tx, { limit: 50 }))
    .then((all) => all.filter((one) => one.key === key));
/** Sets an event aside as a command does, within its county. */
const putAside = (eventId: string, of: string = county): Promise<SetAside | 'behind' | undefined> =>
  world.evaluation.own.transact({ counties: [county, otherCounty] }, (tx) =>
    setAside(tx, 'evaluation', { eventId, county: of, reason: '上级撤销该计划', actor: 'operator-1' }),
  );

it('E8 redrives a key in its order and frees it with its last event, while live events of the key keep coming', async () => {
  poison.add('r-live/1');
  await append('r-live', [1, 2, 3]);
  await until(
    () => parked('r-live'),
    (all) => all.length === 3,
  );
  poison.clear();
  const live = append('r-live', [4, 5, 6, 7, 8]);
  let freed = false;
  const redriving = (async () => {
    while (!freed) {
      const redriven = await evaluation.redrive(keyOf('r-live'), 'operator-1');
      expect(redriven?.waits ?? null).toBeNull();
      freed = (await steps('r-live')).length === 8;
    }
  })();
  await Promise.all([live, redriving]);
  await world.settled();
  expect(await steps('r-live')).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

it('E8 lets no live event slip in between the last redriven event of a key and its freeing', async () => {
  poison.add('r-race/1');
  await append('r-race', [1]);
  await until(
    () => parked('r-race'),
    (all) => all.length === 1,
  );
  await world.stopAll();
  const waitingLocks = 'select count(*)::int as n from pg_locks where not granted and pid <> pg_backend_pid()';
  const liveMet = async (): Promise<boolean> => {
    const [locks] = await rowsOf<{ n: number }>(world.evaluation, waitingLocks);
    return (locks?.n ?? 0) > 0 || (await parked('r-race')).length > 1;
  };
  const slow: PlanReaction = async (event, call) => {
    // The redriven event stays in its transaction until the live one has come.
    if (event.key === 'r-race' && event.payload.step === 1) {
      await append('r-race', [2]);
      await until(liveMet, Boolean);
    }
    await storeEffect(event, call);
  };
  await world.startTargets();
  evaluation = await world.startEvaluation({ reactions: { [planApproved]: slow } });
  expect(await evaluation.redrive(keyOf('r-race'), 'operator-1')).toMatchObject({ waits: null });
  await world.settled();
  expect(await steps('r-race')).toEqual([1, 2]);
});

it('E8 stops a redrive at the event that fails again, keeps why, and goes on behind it once it is set aside', async () => {
  poison.add('r-aside/1').add('r-aside/2');
  await append('r-aside', [1, 2, 3]);
  await until(
    () => parked('r-aside'),
    (all) => all.length === 3,
  );
  poison.delete('r-aside/1');
  const redriven = await evaluation.redrive(keyOf('r-aside'), 'operator-1');
  expect(redriven).toEqual({ applied: 1, waits: 'Error: r-aside/2 is poison' });
  const [head] = await parked('r-aside');
  expect(head).toMatchObject({ state: 'parked', keySequence: 2, tries: 1, shard: shardOf('r-aside') });

  expect(await putAside(head?.eventId ?? '')).toEqual({ waits: 'an earlier event of the key waits' });
  await world.settled();
  expect(await steps('r-aside')).toEqual([1, 3]);
  const marker = 'select disposed_by, disposed_reason, state from parked_event where key = ';
  expect(await rowsOf(world.evaluation, `${marker}'r-aside' order by id`)).toEqual([
    { state: 'redriven', disposed_by: 'operator-1', disposed_reason: null },
    { state: 'set_aside', disposed_by: 'operator-1', disposed_reason: '上级撤销该计划' },
    { state: 'redriven', disposed_by: 'service:evaluation', disposed_reason: null },
  ]);
});

it('E8 sets aside the first event of a key only, and nothing of another county or twice', async () => {
  poison.add('r-order/1');
  await append('r-order', [1, 2]);
  const all = await until(
    () => parked('r-order'),
    (seen) => seen.length === 2,
  );
  const decide = (index: number, of?: string): Promise<unknown> => putAside(all[index]?.eventId ?? '', of);
  expect(await decide(1)).toBe('behind');
  expect(await decide(0, otherCounty)).toBeUndefined();
  expect(await parked('r-order', otherCounty)).toEqual([]);
  expect(await decide(0)).toEqual({ waits: 'an earlier event of the key waits' });
  expect(await decide(0)).toBeUndefined();
  await world.settled();
  expect(await steps('r-order')).toEqual([2]);
});

it('E8 redrives nothing where nothing is parked', async () => {
  expect(await evaluation.redrive(keyOf('r-nothing'), 'operator-1')).toBeUndefined();
});

it('E2 finds a fact that arrives while its event is being put to wait', async () => {
  // The reaction looks, finds nothing, and only then the fact arrives: no order of commits may lose the wake-up.
  let letGo = (): void => undefined;
  const arrived = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await world.stopAll();
  await world.startTargets();
  let first = true;
  const slow: PlanReaction = async (event, call) => {
    if (event.key === 'r-slow' && first) {
      first = false;
      await arrived;
      throw waitFor({ type: planApproved, key: 'r-quick' });
    }
    await call.arrived({ type: planApproved, key: event.key });
    await storeEffect(event, call);
  };
  // Whole-frame try and the one under savepoints both look, so both are held.
  await world.startEvaluation({ reactions: { [planApproved]: slow } });
  expect(shardOf('r-slow')).not.toBe(shardOf('r-quick'));
  await append('r-slow', [1]);
  await append('r-quick', [1]);
  await until(
    () => steps('r-quick'),
    (seen) => seen.length === 1,
  );
  letGo();
  await world.settled();
  expect(await steps('r-slow')).toEqual([1]);
});

it('E2 goes on through a chain of facts, and gives up on one that arrives and helps nothing', async () => {
  needs.set('r-chain/1', 'r-link-a').set('r-link-a/1', 'r-link-b');
  await append('r-chain', [1]);
  await append('r-link-a', [1]);
  await until(
    () => evaluation.status(),
    ({ parked: counts }) => counts.waitingFor === 2,
  );
  await append('r-link-b', [1]);
  await world.settled();
  expect(await steps('r-chain')).toEqual([1]);

  needs.set('r-vain/1', 'r-never');
  const lying: PlanReaction = async (event, call) => {
    if (event.key === 'r-liar') await call.arrived({ type: planApproved, key: 'r-never' });
    else await react(event, call);
  };
  await world.stopAll();
  await world.startTargets();
  evaluation = await world.startEvaluation({
    reactions: { [planApproved]: lying },
    config: { redriveTriesMax: 3, redriveMs: 10 },
  });
  await append('r-vain', [1]);
  await append('r-liar', [1]);
  await until(
    () => parked('r-vain'),
    ([one]) => one?.tries === 3,
  );
  // What has used up its tries waits for an operator, and says so (E8).
  expect((await evaluation.status()).parked).toEqual({ parked: 1, waitingFor: 0, waitingBehind: 0 });
  await append('r-never', [1]);
  await until(
    () => steps('r-never'),
    (seen) => seen.length === 1,
  );
  expect(await evaluation.redrive(keyOf('r-vain'), 'operator-1')).toEqual({ applied: 1, waits: null });
});
