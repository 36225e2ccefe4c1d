// The shards that a process leads: the epoch of each, and its publisher.
import { sql } from 'kysely';
import type { Transactor } from '#kernel/exchange/transactor.ts';
import { type Loop, loop } from '#kernel/waiting/loop.ts';
import type { CutResult } from './cut.ts';
import type { Taken } from './leader.ts';
import { type Publisher, type PublisherSettings, startPublisher } from './publisher.ts';

/** A shard that this process leads: under which epoch, and how far it is cut. */
export interface LedShard {
  readonly epoch: number;
  readonly position: number;
}

/** The led shards. */
export interface LedShards {
  take(shards: readonly Taken[]): void;
  /** Stops publishing a shard; it is no longer led when this returns. */
  retire(shard: number): void;
  /** Gives the publishers what was cut. */
  offer(result: CutResult): void;
  epochs(): ReadonlyMap<number, number>;
  readonly led: () => ReadonlyMap<number, LedShard>;
  /** Finishes what is being published, and remembers how far that is. */
  stop(): Promise<void>;
}

interface Led {
  readonly epoch: number;
  readonly publisher: Publisher;
}

const saveEveryMs = 1_000;

/**
 * Remembers how far each shard is published, for the next leader. It is written now and then, not per frame. The rows are
 * locked in the order in which a cut locks them.
 */
const savePublished = (database: Transactor, led: ReadonlyMap<number, Led>): Promise<unknown> =>
  database.transact('exchange', (tx) => {
    const marks = [...led].map(([shard, { epoch, publisher }]) => ({ shard, epoch, published: publisher.published() }));
    return sql`
      with locked as (
        select shard from shard where shard = any (${[...led.keys()]}::int[]) order by shard for update
      )
      update shard s set published_through = m.published
      from jsonb_to_recordset(${JSON.stringify(marks)}::jsonb) as m (shard int, epoch bigint, published bigint)
        join locked using (shard)
      where s.shard = m.shard and s.epoch = m.epoch and s.published_through < m.published`.execute(tx);
  });

/** Begins with none. */
export const ledShards = (settings: Omit<PublisherSettings, 'shard' | 'from'>): LedShards => {
  const { database, logger } = settings;
  const led = new Map<number, Led>();
  const retired = new Set<Promise<void>>();
  let saved = '';

  const save = async (): Promise<void> => {
    const now = JSON.stringify([...led].map(([shard, { publisher }]) => [shard, publisher.published()]));
    if (now === saved) return;
    await savePublished(database, led);
    saved = now;
  };
  // Without it the next leader publishes more once again, which is harmless (E7).
  const unsaved = (error: unknown): void => logger.debug({ err: error }, 'the published positions were not saved');
  const saving: Loop = loop(saveEveryMs, save, unsaved);

  const retire = (shard: number): void => {
    const gone = led.get(shard);
    if (gone === undefined) return;
    led.delete(shard);
    const stopping = gone.publisher.stop().finally(() => retired.delete(stopping));
    retired.add(stopping);
  };

  return {
    take: (shards) => {
      for (const { shard, epoch, position, published } of shards) {
        retire(shard);
        led.set(shard, { epoch, publisher: startPublisher({ ...settings, shard, from: { position, published } }) });
      }
    },
    retire,
    offer: ({ positions, frames }) => {
      for (const [shard, position] of positions) {
        const ofShard = frames.filter((frame) => frame.shard === shard);
        led.get(shard)?.publisher.offer(position, ofShard);
      }
    },
    epochs: () => new Map([...led].map(([shard, { epoch }]) => [shard, epoch])),
    led: () =>
      new Map([...led].map(([shard, { epoch, publisher }]) => [shard, { epoch, position: publisher.position() }])),
    stop: async () => {
      await saving.stop();
      await Promise.all([...led.values()].map(({ publisher }) => publisher.stop()));
      await Promise.all(retired);
      await save().catch(unsaved);
      led.clear();
    },
  };
};
