// Durable path: events from business transaction to committed effect over JetStream, against both sides without a broker.
import { setTimeout as pause } from 'node:timers/promises';
import { type BenchChild, startChild } from '../support/child.ts';
import { type BenchDatabase, benchDatabase } from '../support/database.ts';
import { type Comparison, median, rounds } from '../support/median.ts';
import { benchNats } from '../support/nats.ts';
import type { AppendOrder } from './events.ts';

const events = 20_000;
const inBatches = { batch: 200, lanes: 4 };
const warmUpEvents = 4_000;
const lookEveryMs = 10;
const oneByOneEvents = 400;
const inFlight = 32;
const inFlightEvents = 4_000;

/** Where the effects of a side lie, and whose watermark says how many there are. */
interface Side {
  readonly name: string;
  readonly schema: string;
  readonly consumer: string;
  readonly producer: BenchChild<unknown>;
  /** Absent where the consumer runs by itself. */
  readonly applier?: BenchChild<unknown>;
}

const effectTable = (schema: string): string => `
  create table ${schema}.bench_effect (n bigint generated always as identity primary key, event_id uuid not null,
    county text not null, key text not null, step int not null);
  create table ${schema}.bench_inbox (event_id uuid primary key);
  grant select, insert on ${schema}.bench_effect, ${schema}.bench_inbox to ${schema}`;

const appliedBy = async (database: BenchDatabase, { schema, consumer }: Side): Promise<number> => {
  const [row] = await database.query<{ applied: string }>(
    `select coalesce(sum(position), 0) as applied from ${schema}.watermark where consumer = $1`,
    [consumer],
  );
  return Number(row?.applied ?? 0);
};

/** Events a second, from the first transaction to the last committed effect. */
const measure = async (database: BenchDatabase, side: Side, order: AppendOrder): Promise<number> => {
  const target = (await appliedBy(database, side)) + order.events;
  const began = performance.now();
  const working = Promise.all([side.producer.ask(order), side.applier?.ask({ events: order.events })]);
  const arrived = async (): Promise<number> => {
    while ((await appliedBy(database, side)) < target) await pause(lookEveryMs);
    return order.events / ((performance.now() - began) / 1_000);
  };
  // Both: a program that died ends the wait for effects that will never come.
  const [perSecond] = await Promise.all([arrived(), working]);
  return perSecond;
};

const startSides = async (
  superuserUrl: string,
  natsUrl: string,
): Promise<{ ours: Side; theirs: Side; consumer: BenchChild<unknown> }> => {
  const consumer = await startChild('bench/durable/side.ts', [superuserUrl, natsUrl, 'consumer']);
  return {
    consumer,
    ours: {
      name: 'ours',
      schema: 'evaluation',
      consumer: 'evaluation',
      producer: await startChild('bench/durable/side.ts', [superuserUrl, natsUrl, 'producer']),
    },
    theirs: {
      name: 'limit',
      schema: 'incentives',
      consumer: 'limit',
      producer: await startChild('bench/durable/limit.ts', [superuserUrl, 'producer']),
      applier: await startChild('bench/durable/limit.ts', [superuserUrl, 'applier']),
    },
  };
};

const oneByOne = async (child: BenchChild<unknown>, run: string, count: number, together: number): Promise<number> => {
  const began = performance.now();
  await child.ask({ run, events: count, inFlight: together });
  return count / ((performance.now() - began) / 1_000);
};

/** Measures both in turns, and the two ways of one event at a time beside them. */
export const benchDurable = async (progress: (line: string) => void): Promise<Comparison> => {
  const database = await benchDatabase();
  const nats = await benchNats();
  for (const schema of ['evaluation', 'incentives']) await database.query(effectTable(schema));
  const { ours, theirs, consumer } = await startSides(database.superuserUrl, nats.url);
  const single = await startChild('bench/durable/one-by-one.ts', [database.superuserUrl, nats.url]);
  try {
    const measured: { ours: number[]; theirs: number[]; singles: number[]; flight: number[]; small: number[] } = {
      ours: [],
      theirs: [],
      singles: [],
      flight: [],
      small: [],
    };
    for (const side of [ours, theirs])
      await measure(database, side, { run: 'warm-up', events: warmUpEvents, ...inBatches });
    for (let round = 1; round <= rounds; round += 1) {
      measured.ours.push(await measure(database, ours, { run: `a${round}`, events, ...inBatches }));
      measured.theirs.push(await measure(database, theirs, { run: `a${round}`, events, ...inBatches }));
      measured.small.push(
        await measure(database, ours, { run: `b${round}`, events: inFlightEvents, batch: 1, lanes: inFlight }),
      );
      measured.singles.push(await oneByOne(single, `c${round}`, oneByOneEvents, 1));
      measured.flight.push(await oneByOne(single, `d${round}`, inFlightEvents, inFlight));
      const told = Object.values(measured).map((all) => Math.round(all.at(-1) ?? 0));
      progress(`durable path, round ${round} of ${rounds}: ${told[0]} against ${told[1]} events a second`);
    }
    return {
      name: 'Durable path',
      ours: `business transactions of ${inBatches.batch} events to committed effects, over JetStream`,
      against: `the same transactions to effects in batches of ${inBatches.batch}, in parallel, without a broker`,
      unit: 'events a second',
      oursMedian: median(measured.ours),
      againstMedian: median(measured.theirs),
      bound: { kind: 'at-least', ratio: 0.4 },
      peakMiB: Math.max(ours.producer.peakMiB(), consumer.peakMiB()),
      notes: [
        `over JetStream, one event a transaction, ${inFlight} at a time: ${Math.round(median(measured.small))} events a second`,
        `publish, await, handle, acknowledge, one by one: ${Math.round(median(measured.singles))} events a second`,
        `the same with ${inFlight} in flight: ${Math.round(median(measured.flight))} events a second`,
      ],
    };
  } finally {
    for (const child of [single, ours.producer, consumer, theirs.producer, theirs.applier]) await child?.stop();
    await nats.stop();
    await database.stop();
  }
};
