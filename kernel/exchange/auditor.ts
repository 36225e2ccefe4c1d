// The auditor: asks the consumers how far they are, and sends again what a broker lost (exchange rule E10).
import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Bus } from '#kernel/bus/port.ts';
import { type Loop, loop } from './bell.ts';
import { encodeFrame, genesisDigest, lastOf } from './frame.ts';
import { readFrame } from './frame-store.ts';
import { type GapRequest, onGap } from './gap.ts';
import type { Producer } from './incarnation.ts';
import type { ExchangeConfig } from './limits.ts';
import { type AuditMemory, decideResend } from './resend-decision.ts';
import { allShards } from './shard.ts';
import type { Transactor } from './transactor.ts';
import { untouched, type WatermarkReport } from './watermark.ts';

/** Asks a consumer for its watermarks of this source; undefined when no answer came. It may lose questions and answers. */
export type AskWatermarks = (consumer: string) => Promise<readonly WatermarkReport[] | undefined>;

/** What the auditor needs. */
export interface AuditorSettings {
  readonly database: Transactor;
  readonly bus: Bus;
  readonly producer: Producer;
  /** Who consumes this source, as the AsyncAPI document says. */
  readonly consumers: readonly string[];
  /** The shards that this process leads, with their last positions. */
  readonly led: () => ReadonlyMap<number, number>;
  readonly askWatermarks: AskWatermarks;
  readonly config: ExchangeConfig;
  readonly logger: Logger;
  /** A monotonic clock in milliseconds. */
  readonly now: () => number;
  /** Makes the number of each re-send unlike that of any other. */
  readonly resendNumber: () => string;
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
  const { database, bus, producer, consumers, config, logger, now } = settings;
  const memories = new Map<string, AuditMemory>();
  const sending = new Map<string, Promise<void>>();

  const send = async (consumer: string, shard: number, from: number, to: number): Promise<void> => {
    logger.info({ consumer, source: producer.source, shard, from, to }, 'sends a range again');
    for (let first = from; first <= to; ) {
      const next = first;
      const frame = await database.transact('exchange', (tx) => readFrame(tx, producer, shard, next));
      if (frame === undefined) throw new Error(`No frame of shard ${shard} begins at position ${first}.`);
      first = lastOf(frame) + 1;
      const below = first > to ? { below: settings.led().get(shard) ?? to } : {};
      await bus.publish(producer.source, shard, encodeFrame(frame, { number: settings.resendNumber(), ...below }));
    }
  };

  /** One range a consumer and shard at a time: what is asked meanwhile is answered by that one or comes again. */
  const consider = (consumer: string, shard: number, position: number, pending: number, gap: boolean): void => {
    const name = `${consumer}/${shard}`;
    const head = settings.led().get(shard);
    if (head === undefined || sending.has(name)) return;
    const decided = decideResend(memories.get(name), { now: now(), position, head, pending, gap }, config);
    memories.set(name, decided.memory);
    if (decided.range === undefined) return;
    const work = send(consumer, shard, decided.range.from, decided.range.to)
      .catch((error: unknown) => logger.warn({ err: error, consumer, shard }, 'a range was not sent again'))
      .finally(() => sending.delete(name));
    sending.set(name, work);
  };

  const examine = async (consumer: string, report: WatermarkReport): Promise<void> => {
    const { shard, position } = report;
    const head = settings.led().get(shard);
    if (head === undefined) return;
    if (position > head) {
      await markForked(database, shard, `${consumer} is at position ${position}, beyond our ${head}`);
      return;
    }
    if (position === head) {
      memories.delete(`${consumer}/${shard}`);
      return;
    }
    const durable = { consumer, source: producer.source, shard };
    const pending = await bus.pending(durable);
    // A wiped broker: what is missing is made again, and nothing is waiting in it.
    if (pending === undefined) await bus.provision(producer.source, consumers, allShards);
    const stoodStill = memories.get(`${consumer}/${shard}`)?.position === position;
    if (stoodStill && !(await onOurHistory(database, producer, report))) {
      await markForked(database, shard, `${consumer} has another history up to position ${position}`);
      return;
    }
    consider(consumer, shard, position, pending ?? 0, false);
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
  const listening = onGap(bus, producer.source, (gap: GapRequest) => {
    if (consumers.includes(gap.consumer)) consider(gap.consumer, gap.shard, gap.from - 1, 0, true);
  });

  return {
    stop: async () => {
      listening.stop();
      await auditing.stop();
      await Promise.all(sending.values());
    },
  };
};
