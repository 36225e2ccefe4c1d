// The auditor: asks the consumers how far they are, and sends again what a broker lost (exchange rule E10).
import { sql } from 'kysely';
import { untouched, type WatermarkReport } from '#kernel/exchange/consuming/watermark.ts';
import { genesisDigest } from '#kernel/exchange/frames/frame.ts';
import { type GapRequest, onGap } from '#kernel/exchange/gap.ts';
import type { Producer } from '#kernel/exchange/producing/incarnation.ts';
import { allShards } from '#kernel/exchange/shard.ts';
import type { Transactor } from '#kernel/exchange/transactor.ts';
import { type Loop, loop } from '#kernel/waiting/loop.ts';
import { type ResenderSettings, startResender } from './resender.ts';

/** Asks a consumer for its watermarks of this source; undefined when no answer came. It may lose questions and answers. */
export type AskWatermarks = (consumer: string) => Promise<readonly WatermarkReport[] | undefined>;

/** What the auditor needs. */
export interface AuditorSettings extends ResenderSettings {
  /** Who consumes this source, as the AsyncAPI document says. */
  readonly consumers: readonly string[];
  readonly askWatermarks: AskWatermarks;
}

/** The running auditor. */
export interface Auditor {
  stop(): Promise<void>;
}

const anyPosition = Number.MAX_SAFE_INTEGER;

/**
 * Stops a shard as FORKED, unless another leader has taken it or it has been cut up to `beyond`: who was deposed and does not
 * know it yet is behind, and that is no fork (E6).
 */
const stopShard = async (
  database: Transactor,
  { shard, epoch }: { readonly shard: number; readonly epoch: number },
  reason: string,
  beyond: number,
): Promise<void> => {
  await database.transact('exchange', (tx) =>
    sql`
      update shard set forked_reason = coalesce(forked_reason, ${reason})
      where shard = ${shard} and epoch = ${epoch} and last_position < ${beyond}`.execute(tx),
  );
};

/** Whether a watermark lies on our history: at the end of a frame of ours, with that frame's digest (E11). */
const onOurHistory = async (
  database: Transactor,
  producer: Producer,
  { shard, position, digest }: WatermarkReport,
): Promise<boolean> => {
  if (position === 0) return digest === genesisDigest;
  const { rows } = await database.transact('exchange', (tx) =>
    sql<{ ends: string; digest: string }>`
      select first + count - 1 as ends, digest from frame
      where incarnation = ${producer.incarnation} and shard = ${shard} and first <= ${position}
      order by first desc limit 1`.execute(tx),
  );
  return rows[0] !== undefined && Number(rows[0].ends) === position && rows[0].digest === digest;
};

/** Starts the auditor of a source. It acts for the shards that this process leads. */
export const startAuditor = (settings: AuditorSettings): Auditor => {
  const { database, bus, producer, consumers, config, logger } = settings;
  const resender = startResender(settings);

  const examine = async (consumer: string, report: WatermarkReport): Promise<void> => {
    const { shard, position } = report;
    const led = settings.led().get(shard);
    if (led === undefined) return;
    const held = { shard, epoch: led.epoch };
    if (position > led.position)
      return stopShard(database, held, `${consumer} is at position ${position}, beyond our ${led.position}`, position);
    if (position === led.position) return resender.forget(consumer, shard);
    const pending = await bus.pending({ consumer, source: producer.source, shard });
    // A wiped broker: what is missing is made again, and nothing is waiting in it.
    if (pending === undefined) await bus.provision(producer.source, consumers, allShards);
    if (resender.stoodAt(consumer, shard, position) && !(await onOurHistory(database, producer, report)))
      return stopShard(database, held, `${consumer} has another history up to position ${position}`, anyPosition);
    resender.consider(consumer, shard, { position, pending: pending ?? 0, gap: false });
  };

  const round = async (): Promise<void> => {
    if (settings.led().size === 0) return;
    for (const consumer of consumers) {
      const reports = await settings.askWatermarks(consumer).catch(() => undefined);
      if (reports === undefined) continue;
      const ours = reports.filter(({ incarnation }) => incarnation === producer.incarnation);
      for (const shard of settings.led().keys())
        await examine(consumer, ours.find((one) => one.shard === shard) ?? untouched(producer.incarnation, shard));
    }
  };

  const auditing: Loop = loop(config.auditMs, round, (error) =>
    logger.warn({ err: error, source: producer.source }, 'an audit failed and will be repeated'),
  );
  const listening = onGap(bus, producer.source, ({ consumer, shard, from }: GapRequest) => {
    if (consumers.includes(consumer)) resender.consider(consumer, shard, { position: from - 1, pending: 0, gap: true });
  });

  return {
    stop: async () => {
      listening.stop();
      await auditing.stop();
      await resender.stop();
    },
  };
};
