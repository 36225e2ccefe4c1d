// Two services on one database and one bus: targets produces, evaluation consumes and keeps each effect in a table.
import { sql } from 'kysely';
import { Client } from 'pg';
import type { Bus } from '#kernel/bus/port.ts';
import type { AskWatermarks } from '#kernel/exchange/auditing/auditor.ts';
import type { ExchangeConfig } from '#kernel/exchange/limits.ts';
import type { Reactions } from '#kernel/exchange/reaction.ts';
import { isSettled } from '#kernel/exchange/settled.ts';
import { type Exchange, startExchange } from '#kernel/exchange/start.ts';
import type { ExchangeStatus } from '#kernel/exchange/status.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { storeEffect } from './effect.ts';
import { logger, openService, planApproved, quickConfig, type SpecEvents, type SpecService, until } from './support.ts';

/** A bus under test. */
export interface BusUnderTest {
  /** A connection as one process has it; in-process all share one. */
  connect(): Promise<Bus>;
  /** Loses everything that the broker holds. */
  wipe(): Promise<void>;
  stop(): Promise<void>;
}

/** One effect of an event. */
export interface Effect {
  readonly event_id: string;
  readonly key: string;
  readonly step: number;
}

/** How an exchange is started here. */
export interface Starting {
  readonly reactions?: Partial<Reactions<SpecEvents, object, SpecEvents>>;
  readonly config?: Partial<ExchangeConfig>;
  readonly askWatermarks?: AskWatermarks;
  /** A bus of its own instead of a new connection. */
  readonly bus?: Bus;
}

/** The world of a spec. */
export interface World {
  readonly database: TestDatabase;
  readonly targets: SpecService;
  readonly evaluation: SpecService;
  startTargets(how?: Starting): Promise<Exchange>;
  startEvaluation(how?: Starting): Promise<Exchange>;
  /** Effects in the order in which they were stored; of one key where it is given. */
  effects(key?: string): Promise<Effect[]>;
  /** Waits until everything that was set off is finished (E21). */
  settled(limitMs?: number): Promise<void>;
  /** Stops what was started and is still running. */
  stopAll(): Promise<void>;
  close(): Promise<void>;
}

const asSuperuser = async (database: TestDatabase, text: string): Promise<void> => {
  const client = new Client({ connectionString: database.url() });
  await client.connect();
  await client.query(text);
  await client.end();
};

const effectTable = `
  create table evaluation.effect (n bigint generated always as identity primary key, event_id uuid not null, county text,
    key text not null, step int not null);
  grant select, insert on evaluation.effect to evaluation, evaluation_exchange`;

const readEffects = async (evaluation: SpecService, key: string | undefined): Promise<Effect[]> => {
  const { rows } = await evaluation.exchange.transact('exchange', (tx) =>
    sql<Effect>`select event_id, key, step from effect order by n`.execute(tx),
  );
  return rows.filter((row) => key === undefined || row.key === key);
};

/** Opens a world on a bus. */
export const openWorld = async (under: BusUnderTest): Promise<World> => {
  const database = await testDatabase();
  await asSuperuser(database, effectTable);
  const targets = openService(database, 'targets');
  const evaluation = openService(database, 'evaluation');
  const running = new Map<Exchange, Bus | undefined>();

  const start = async (service: SpecService, how: Starting, peers: Peers): Promise<Exchange> => {
    const bus = how.bus ?? (await under.connect());
    const exchange = await startExchange<SpecEvents, object, SpecEvents>({
      service: service.name,
      ...peers,
      reactions: how.reactions ?? {},
      database: service.own,
      exchangeDatabase: service.exchange,
      bus,
      config: { ...quickConfig, ...how.config },
      logger,
      ...(how.askWatermarks === undefined ? {} : { askWatermarks: how.askWatermarks }),
    });
    running.set(exchange, how.bus === undefined ? bus : undefined);
    return exchange;
  };
  const stopAll = async (): Promise<void> => {
    for (const [exchange, bus] of running) {
      await exchange.stop();
      await bus?.close();
    }
    running.clear();
  };
  const read = async (): Promise<ExchangeStatus[]> =>
    Promise.all([...running.keys()].map((exchange) => exchange.status()));

  return {
    database,
    targets,
    evaluation,
    startTargets: (how = {}) => start(targets, how, { consumes: [], consumers: ['evaluation'] }),
    startEvaluation: (how = {}) =>
      start(
        evaluation,
        { reactions: { [planApproved]: storeEffect }, ...how },
        { consumes: ['targets'], consumers: [] },
      ),
    effects: (key) => readEffects(evaluation, key),
    settled: async (limitMs) => {
      let before = await read();
      await until(
        async () => {
          const after = await read();
          const done = isSettled(before, after);
          before = after;
          return done ? [] : after;
        },
        (open) => open.length === 0,
        limitMs,
      );
    },
    stopAll,
    close: async () => {
      await stopAll();
      await targets.close();
      await evaluation.close();
      await database.drop();
    },
  };
};

interface Peers {
  readonly consumes: readonly string[];
  readonly consumers: readonly string[];
}
