// Redriving when things fail around it: what counts as an event's own failure, where it is kept, and whom it holds up (rules E8 and E9).
import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { inProcessBus } from '#kernel/bus/in-process.ts';
import type { Database } from '#kernel/database/database.ts';
import { noteFailure, type TriedHead } from '#kernel/exchange/consuming/note-failure.ts';
import type { Reactor } from '#kernel/exchange/consuming/react.ts';
import { type Redriver, redrive } from '#kernel/exchange/consuming/redrive.ts';
import { transient, waitFor } from '#kernel/exchange/failure.ts';
import type { Reaction } from '#kernel/exchange/reaction.ts';
import { type PlanReaction, storeEffect } from './effect.ts';
import { appendOne, approved, county, logger, planApproved, rowsOf, type SpecEvents, until } from './support.ts';
import { openWorld, type World } from './world.ts';

let world: World;
/** What happens to the events of a key; those of any other are applied. */
const failing = new Map<string, PlanReaction>();
const react: PlanReaction = async (event, call) => {
  await failing.get(event.key)?.(event, call);
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
  failing.clear();
  await world.startTargets();
  await world.startEvaluation({ reactions: { [planApproved]: react } });
});
afterEach(() => world.stopAll());
afterAll(() => world.close());

interface Kept {
  readonly id: string;
  readonly state: string;
  readonly reason: string;
  readonly tries: number;
  readonly triedAt: string | null;
}

const kept = (key: string): Promise<Kept[]> =>
  rowsOf<Kept>(
    world.evaluation,
    `select id, state, reason, tries, tried_at::text as "triedAt" from parked_event where key = '${key}' order by id`,
  );
const steps = async (key: string): Promise<number[]> => (await world.effects(key)).map(({ step }) => step);
const keyOf = (key: string): { source: string; key: string; county: string } => ({ source: 'targets', key, county });

/** An event that is parked for good. */
const parkOne = async (key: string): Promise<Kept> => {
  failing.set(key, () => Promise.reject(new Error('poison')));
  await appendOne(world.targets, approved(key, 1));
  const [row] = await until(
    () => kept(key),
    (rows) => rows.length === 1,
  );
  if (row === undefined) throw new Error('Nothing is parked.');
  return row;
};

const redriver = (database: Database<object> = world.evaluation.own): Redriver<object, SpecEvents> => ({
  consumer: 'evaluation',
  database,
  reactor: {
    service: 'evaluation',
    reactionOf: () => react as Reaction<unknown, object, SpecEvents>,
    readPayload: (_, payload) => payload,
    logger,
  } satisfies Reactor<object, SpecEvents>,
  triesMax: 3,
  logger,
});

it('E9 lets a key wait by itself whose redrive meets the database at fault: others go on, and no try is counted', async () => {
  let conflicts = 0;
  let ended = false;
  const fact = { type: planApproved, key: 'f-fact' };
  const here = async (): Promise<boolean> => (await world.effects('f-fact')).length > 0;
  failing.set('f-stuck', async (_, { tx }) => {
    if (!(await here())) throw waitFor(fact);
    if (ended) return;
    conflicts += 1;
    await sql`do $$ begin raise exception 'conflict' using errcode = '40001'; end $$`.execute(tx);
  });
  failing.set('f-free', async () => {
    if (!(await here())) throw waitFor(fact);
  });
  for (const key of ['f-stuck', 'f-free']) {
    await appendOne(world.targets, approved(key, 1));
    await until(
      () => kept(key),
      (rows) => rows.length === 1,
    );
  }
  await appendOne(world.targets, approved('f-fact', 1));
  await until(
    () => steps('f-free'),
    (seen) => seen.length === 1,
  );
  await until(
    () => conflicts,
    (seen) => seen >= 3,
  );
  expect(await kept('f-stuck')).toMatchObject([{ state: 'waiting_for', tries: 0, triedAt: null }]);
  ended = true;
  await world.settled();
  expect(await steps('f-stuck')).toEqual([1]);
});

it('E8 counts a redrive whose connection is lost together with its failure, and keeps the first cause', async () => {
  await parkOne('f-lost');
  failing.set('f-lost', async (_, { tx }) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
    const client = new Client({ connectionString: world.database.url() });
    await client.connect();
    await client.query('select pg_terminate_backend($1, 5000)', [rows[0]?.pid]);
    await client.end();
    throw new Error('poison of another kind');
  });
  const waits = 'Error: poison of another kind';
  expect(await redrive(redriver(), keyOf('f-lost'), 'operator-1')).toEqual({ applied: 0, waits });
  expect(await kept('f-lost')).toMatchObject([{ state: 'parked', tries: 1, reason: waits }]);
});

it('E8 tells the first cause where it can not be kept', async () => {
  await parkOne('f-first');
  const { own } = world.evaluation;
  let calls = 0;
  const dying: Database<object> = {
    ...own,
    transact: (...how) => {
      calls += 1;
      const gone = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
      return calls > 1 ? Promise.reject(gone) : own.transact(...how);
    },
  };
  await expect(redrive(redriver(dying), keyOf('f-first'), 'operator-1')).rejects.toThrow('poison');
  expect(calls).toBe(2);
});

it('E8 keeps what another try has noted meanwhile, and counts both', async () => {
  const head: TriedHead = await parkOne('f-both');
  await noteFailure(redriver(), keyOf('f-both'), head, new Error('the earlier note'));
  await noteFailure(redriver(), keyOf('f-both'), head, transient('the later note'));
  expect(await kept('f-both')).toMatchObject([{ state: 'parked', tries: 2, reason: 'Error: the earlier note' }]);
});

it('E8 notes nothing on an event that was applied meanwhile', async () => {
  const head: TriedHead = await parkOne('f-gone');
  failing.clear();
  expect(await redrive(redriver(), keyOf('f-gone'), 'operator-1')).toEqual({ applied: 1, waits: null });
  const before = await kept('f-gone');
  await noteFailure(redriver(), keyOf('f-gone'), head, new Error('too late'));
  expect(await kept('f-gone')).toEqual(before);
});
