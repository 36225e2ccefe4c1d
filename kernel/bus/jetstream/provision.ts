// Streams and durable consumers on JetStream: made where they are missing, never altered (exchange rule E10).
import {
  AckPolicy,
  DeliverPolicy,
  DiscardPolicy,
  JetStreamApiError,
  type JetStreamManager,
  RetentionPolicy,
  StorageType,
} from '@nats-io/jetstream';
import { type Durable, frameSubject } from '../port.ts';

/** How streams are made. */
export interface StreamSettings {
  /** Copies in the cluster: 3 in production. */
  readonly replicas: number;
  /** What a stream may hold. The oldest goes first: PostgreSQL has it all, and the auditor sends it again. */
  readonly bytesMax: number;
  readonly ageMaxMs: number;
  /** How long a message may be in hand without a sign of work; then another instance gets it. */
  readonly ackWaitMs: number;
}

const nanosPerMs = 1_000_000;
/** How long the broker knows message ids. It saves work only: consumers dedupe by their watermarks. */
const duplicateWindowMs = 120_000;

// Another configuration than ours is there already: it is the operator's, and stays.
const existsOtherwise: ReadonlySet<number> = new Set([10_058, 10_148, 10_013]);

/** The stream of a source. */
export const streamOf = (source: string): string => `JIXIAO_EXCHANGE_${source.toUpperCase()}`;

/** The durable's name; it holds no dots, which NATS refuses. */
export const durableName = ({ consumer, source, shard }: Durable): string => `${consumer}_of_${source}_${shard}`;

const unlessThere = async (making: Promise<unknown>): Promise<void> => {
  try {
    await making;
  } catch (error) {
    if (!(error instanceof JetStreamApiError && existsOtherwise.has(error.apiError().err_code ?? 0))) throw error;
  }
};

/** Makes the stream of a source where it is missing. */
export const makeStream = (manager: JetStreamManager, source: string, settings: StreamSettings): Promise<void> =>
  unlessThere(
    manager.streams.add({
      name: streamOf(source),
      subjects: [`jixiao.exchange.${source}.*`],
      retention: RetentionPolicy.Limits,
      storage: StorageType.File,
      discard: DiscardPolicy.Old,
      num_replicas: settings.replicas,
      max_bytes: settings.bytesMax,
      max_age: settings.ageMaxMs * nanosPerMs,
      duplicate_window: duplicateWindowMs * nanosPerMs,
    }),
  );

/** Makes a durable pull consumer where it is missing: from the first message on, one in hand at a time, tried for ever. */
export const makeDurable = (manager: JetStreamManager, durable: Durable, settings: StreamSettings): Promise<void> =>
  unlessThere(
    manager.consumers.add(streamOf(durable.source), {
      durable_name: durableName(durable),
      filter_subject: frameSubject(durable.source, durable.shard),
      deliver_policy: DeliverPolicy.All,
      ack_policy: AckPolicy.Explicit,
      ack_wait: settings.ackWaitMs * nanosPerMs,
      max_ack_pending: 1,
      max_deliver: -1,
    }),
  );

/** Whether an error says that a stream or consumer is not there. */
export const isMissing = (error: unknown): boolean =>
  error instanceof JetStreamApiError && (error.apiError().err_code === 10_014 || error.apiError().err_code === 10_059);
