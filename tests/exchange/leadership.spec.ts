// Who leads the shards: rule E6 with leaders that lose their connection, compete, and stop.
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { inProcessBus } from '#kernel/bus/in-process.ts';
import { cut } from '#kernel/exchange/producing/cut.ts';
import { openProducer, type Producer } from '#kernel/exchange/producing/incarnation.ts';
import {
  type Leadership,
  type LeadershipSettings,
  startLeadership,
  type Taken,
} from '#kernel/exchange/producing/leader.ts';
import { startRelay } from '#kernel/exchange/producing/relay.ts';
import { allShards } from '#kernel/exchange/shard.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { appendOne, approved, logger, openService, quickConfig, type SpecService, until } from './support.ts';

let database: TestDatabase;
let targets: SpecService;
let producer: Producer;
const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  database = await testDatabase();
  targets = openService(database, 'targets');
});
beforeEach(async () => {
  producer = await openProducer(targets.exchange, 'targets');
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});
afterAll(async () => {
  await targets.close();
  await database.drop();
});

const seldomMs = 60_000;
const oftenMs = 10;

/** A process that wants shards, and what is seen of it. */
interface Contender {
  readonly leadership: Leadership;
  readonly taken: Taken[];
  /** How often it has looked whether shards are free. */
  looks(): number;
  /** What it believes to lead. */
  held(): Map<number, number>;
}

/** Starts a contender; a deaf one does not hear that its connection has ended. */
const contend = (how: {
  readonly retryMs: number;
  readonly deaf?: boolean;
  readonly onTaken?: () => void;
}): Contender => {
  const taken: Taken[] = [];
  const held = new Map<number, number>();
  let looks = 0;
  const connect = (): Client => {
    const client = targets.exchange.direct();
    const query = client.query.bind(client);
    client.on('error', () => undefined);
    return Object.assign(client, {
      query: (text: string, values?: unknown[]) => {
        if (text.includes('pg_try_advisory_lock')) looks += 1;
        return query(text, values ?? []);
      },
      ...(how.deaf === true ? { on: () => client } : {}),
    });
  };
  const settings: LeadershipSettings = {
    connect,
    source: 'targets',
    retryMs: how.retryMs,
    logger,
    taken: (shards) => {
      how.onTaken?.();
      taken.push(...shards);
      for (const { shard, epoch } of shards) held.set(shard, epoch);
    },
    lost: () => held.clear(),
    woken: () => undefined,
  };
  const leadership = startLeadership(settings);
  stops.push(() => leadership.stop());
  return { leadership, taken, looks: () => looks, held: () => held };
};

/** The server ends every connection that holds shards. */
const endHolders = async (): Promise<void> => {
  const client = new Client({ connectionString: database.url() });
  await client.connect();
  await client.query(`select pg_terminate_backend(pid, 5000) from (select distinct pid from pg_locks
    where locktype = 'advisory' and granted and objsubid = 2
      and database = (select oid from pg_database where datname = current_database())) as holder`);
  await client.end();
};

const leadsAll = (contender: Contender): Promise<unknown> =>
  until(
    () => contender.held().size,
    (size) => size === allShards.length,
  );

it('E6 leads each shard in one process: another one that looks takes none', async () => {
  const first = contend({ retryMs: oftenMs });
  await leadsAll(first);
  const second = contend({ retryMs: oftenMs });
  await until(
    () => second.looks(),
    (looks) => looks >= 3,
  );
  expect(second.taken).toEqual([]);
});

it('E6 lets a leader that loses its connection stop cutting before another takes its shards', async () => {
  const bus = inProcessBus();
  const relay = startRelay({
    database: targets.exchange,
    connect: () => targets.exchange.direct(),
    bus,
    producer,
    consumers: [],
    config: { ...quickConfig, leaderRetryMs: seldomMs },
    logger,
  });
  stops.push(
    () => relay.stop(),
    () => bus.close(),
  );
  await until(
    () => relay.led().size,
    (size) => size === allShards.length,
  );
  const stillLed: number[] = [];
  const next = contend({ retryMs: oftenMs, onTaken: () => stillLed.push(relay.led().size) });
  await until(
    () => next.looks(),
    (looks) => looks >= 1,
  );
  await endHolders();
  await leadsAll(next);
  expect(new Set(stillLed)).toEqual(new Set([0]));
});

it('E6 cuts nothing for a leader that does not hear of the end of its connection, once another has taken its shards', async () => {
  const deaf = contend({ retryMs: seldomMs, deaf: true });
  await leadsAll(deaf);
  const believed = deaf.held();
  await endHolders();
  const next = contend({ retryMs: oftenMs });
  await leadsAll(next);
  await appendOne(targets, approved('l-deaf', 1));
  expect(believed.size).toBe(allShards.length);
  const late = await cut(targets.exchange, producer, believed);
  expect(late).toMatchObject({ frames: [], deposed: [...allShards] });
  const events = (await cut(targets.exchange, producer, next.held())).frames.reduce((sum, { count }) => sum + count, 0);
  expect(events).toBe(1);
});

it('E6 gives no shard to two leaders under the same epoch, however often they lose it to one another', async () => {
  const contenders = [1, 2, 3].map(() => contend({ retryMs: oftenMs }));
  const taken = (): Taken[] => contenders.flatMap((one) => one.taken);
  for (const round of [1, 2, 3, 4, 5]) {
    await until(
      () => taken().length,
      (count) => count >= round * allShards.length,
    );
    await endHolders();
  }
  const names = taken().map(({ shard, epoch }) => `${shard} under ${epoch}`);
  expect([...new Set(names)]).toEqual(names);
});

it('E6 lets another process take the shards at its next look after a leader has stopped', async () => {
  const first = contend({ retryMs: oftenMs });
  await leadsAll(first);
  const second = contend({ retryMs: oftenMs });
  await until(
    () => second.looks(),
    (looks) => looks >= 1,
  );
  await first.leadership.stop();
  const before = second.looks();
  await leadsAll(second);
  // One look may have been under way when the shards were given back.
  expect(second.looks() - before).toBeLessThanOrEqual(2);
});

it('E6 lets a process that is about to stop take no shard any more, and leaves them to others', async () => {
  const first = contend({ retryMs: oftenMs });
  await leadsAll(first);
  const stopping = contend({ retryMs: oftenMs });
  await until(
    () => stopping.looks(),
    (looks) => looks >= 1,
  );
  await stopping.leadership.takeNoMore();
  const before = stopping.looks();
  await first.leadership.stop();
  const third = contend({ retryMs: oftenMs });
  await leadsAll(third);
  expect([stopping.looks(), stopping.taken]).toEqual([before, []]);
});
