// The auditor: asks the consumers how far they are, and sends again what a broker lost (exchange rule E10).
import { sql } from 'kysely';
import { type Loop, loop } from './bell.ts';
import { genesisDigest } from './frame.ts';
import { type GapRequest, onGap } from './gap.ts';
import type { Producer } from './incarnation.ts';
import { type ResenderSettings, startResender } from './resender.ts';
import { allShards } from './shard.ts';
import type { Transactor } from './transactor.ts';
import { untouched, type WatermarkReport } from './watermark.ts';

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

const markForked = async (database: Transactor, shard: number, reason: string): Promise<void> => {
  await database.transact('exchange', (tx) =>
    sql`update shard set forked_reason = coalesce(forked_reason, ${reason}) where shard = ${shard}`.execute(tx),
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
    const head = settings.led().get(shard);
    if (head === undefined) return;
    if (position > head)
      return markForked(database, shard, `${consumer} is at position ${position}, beyond our ${head}`);
    if (position === head) return resender.forget(consumer, shard);
    const pending = await bus.pending({ consumer, source: producer.source, shard });
    // A wiped broker: what is missing is made again, and nothing is waiting in it.
    if (pending === undefined) await bus.provision(producer.source, consumers, allShards);
    if (resender.stoodAt(consumer, shard, position) && !(await onOurHistory(database, producer, report)))
      return markForked(database, shard, `${consumer} has another history up to position ${position}`);
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
