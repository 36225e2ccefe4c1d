// A consumer of evaluation alone with a bus of its own, for specs that hand it frames made by hand.
import { Client } from 'pg';
import { inProcessBus } from '#kernel/bus/in-process.ts';
import type { Bus } from '#kernel/bus/port.ts';
import type { Database } from '#kernel/database/database.ts';
import { startConsumer } from '#kernel/exchange/consuming/consumer.ts';
import type { Frame } from '#kernel/exchange/frames/frame.ts';
import { encodeFrame } from '#kernel/exchange/frames/frame-message.ts';
import { type GapRequest, onGap } from '#kernel/exchange/gap.ts';
import type { AnyReaction, ReadPayload } from '#kernel/exchange/reaction.ts';
import { semaphore } from '#kernel/waiting/semaphore.ts';
import { storeEffect } from './effect.ts';
import { frameOf } from './frames.ts';
import { logger, quickConfig, rowsOf, type SpecEvents } from './support.ts';
import { openWorld, type World } from './world.ts';

/** A reaction that takes every event. */
export type React = AnyReaction<object, SpecEvents>;

/** Stores the effect of any event that has a step. */
export const store: React = (event, call) =>
  storeEffect({ ...event, payload: event.payload as { plan: string; step: number } }, call);

/** The step of an event. */
export const stepOf = (event: { readonly payload: unknown }): number => (event.payload as { step: number }).step;

/** Three frames that follow one another: steps 1 and 2, 3, 4 and 5. */
export const first: Frame = frameOf([1, 2]);
export const second: Frame = frameOf([3], 3, first.digest);
export const third: Frame = frameOf([4, 5], 4, second.digest);

/** The consumer and what is seen of it. */
export interface SoloConsumer {
  readonly world: World;
  /** Gap requests that it sent. */
  readonly gaps: readonly GapRequest[];
  /** Starts it, on a new bus. */
  consume(reaction: React, database?: Database<object>, readPayload?: ReadPayload): Promise<void>;
  bus(): Bus;
  /** Sends a frame; the same one twice is two messages. */
  send(frame: Frame): Promise<void>;
  readonly steps: () => Promise<number[]>;
  readonly mark: () => Promise<Record<string, unknown>[]>;
  readonly parked: () => Promise<Record<string, unknown>[]>;
  asSuperuser(text: string): Promise<void>;
  /** Deletes the rows of tables of evaluation. */
  clear(...tables: readonly string[]): Promise<void>;
  /** Stops it and forgets everything: for `afterEach`. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** Opens a database for one spec file. */
export const openSoloConsumer = async (): Promise<SoloConsumer> => {
  const unused = inProcessBus();
  const world = await openWorld({
    connect: async () => unused,
    wipe: async () => undefined,
    stop: () => unused.close(),
  });
  const gaps: GapRequest[] = [];
  let bus: Bus = unused;
  let stops: (() => Promise<void>)[] = [];
  let sent = 0;

  const asSuperuser = async (text: string): Promise<void> => {
    const client = new Client({ connectionString: world.database.url() });
    await client.connect();
    await client.query(text);
    await client.end();
  };
  const clear = (...tables: readonly string[]): Promise<void> =>
    asSuperuser(tables.map((table) => `delete from evaluation.${table}`).join('; '));

  return {
    world,
    gaps,
    asSuperuser,
    clear,
    bus: () => bus,
    consume: async (reaction, database = world.evaluation.own, readPayload = (_, payload) => payload) => {
      bus = inProcessBus();
      const listening = onGap(bus, 'targets', (gap) => gaps.push(gap));
      const consumer = await startConsumer<object, SpecEvents>({
        consumer: 'evaluation',
        source: 'targets',
        database,
        bus,
        reactor: { service: 'evaluation', reactionOf: () => reaction, readPayload, logger },
        config: quickConfig,
        logger,
        committed: () => undefined,
        now: () => performance.now(),
        places: semaphore(4),
      });
      stops.push(
        () => consumer.stop(),
        async () => listening.stop(),
      );
    },
    send: (frame) => {
      sent += 1;
      return bus.publish('targets', frame.shard, encodeFrame(frame, { number: `spec.${sent}` }));
    },
    steps: async () => (await world.effects()).map(({ step }) => step),
    mark: () => rowsOf(world.evaluation, 'select position, digest, forked_reason from watermark'),
    parked: () => rowsOf(world.evaluation, 'select position::int, state, reason from parked_event order by id'),
    reset: async () => {
      for (const stop of stops) await stop();
      stops = [];
      gaps.length = 0;
      await clear('effect', 'parked_event', 'parked_key', 'watermark', 'inbox');
    },
    close: () => world.close(),
  };
};
