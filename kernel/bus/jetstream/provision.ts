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
import type { Durable } from '../port.ts';
import type { Names } from './names.ts';

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

/** Where streams and consumers are made, and what they are called there. */
export interface Provisioning {
  readonly manager: JetStreamManager;
  readonly names: Names;
}

const unlessThere = async (making: Promise<unknown>): Promise<void> => {
  try {
    await making;
  } catch (error) {
    if (!(error instanceof JetStreamApiError && existsOtherwise.has(error.apiError().err_code ?? 0))) throw error;
  }
};

/** Makes the stream of a source where it is missing. */
export const makeStream = ({ manager, names }: Provisioning, source: string, settings: StreamSettings): Promise<void> =>
  unlessThere(
    manager.streams.add({
      name: names.stream(source),
      subjects: [names.frames(source)],
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
export const makeDurable = (
  { manager, names }: Provisioning,
  durable: Durable,
  settings: StreamSettings,
): Promise<void> =>
  unlessThere(
    manager.consumers.add(names.stream(durable.source), {
      durable_name: names.durable(durable),
      filter_subject: names.frame(durable.source, durable.shard),
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
