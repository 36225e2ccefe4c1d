// The bus as the exchange sees it. Two adapters fill it: in-process and JetStream. Whatever one loses, the auditor sends again.

/** A stored message: its id is the broker's key against doubles, its body is never parsed by an adapter. */
export interface BusMessage {
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Who reads what: one durable cursor each. */
export interface Durable {
  readonly consumer: string;
  readonly source: string;
  readonly shard: number;
}

/** What the handler wants done with a message. */
export type Disposition =
  /** All its events are disposed of. */
  | { readonly kind: 'ack' }
  /** Give it again after a while. */
  | { readonly kind: 'nak'; readonly delayMs: number }
  /** Put it aside for good: what is in it comes again by another message. */
  | { readonly kind: 'term' };

/** Handles one message at a time. It never throws for what a message holds; what it throws is taken as a nak. */
export type Handle = (message: BusMessage) => Promise<Disposition>;

/** A running subscription; `stop` waits for the message in hand. */
export interface Subscription {
  stop(): Promise<void>;
}

/** Something that listens; `stop` ends it. */
export interface Listener {
  stop(): void;
}

/** Answers a question, or stays silent. */
export type Answer = (data: Uint8Array) => Promise<Uint8Array | undefined>;

/**
 * The port. Stored messages arrive at least once and, of one shard, usually in order; signals and questions may be lost.
 * Every call rejects when the broker can't be reached within its time: nothing is buffered for later.
 */
export interface Bus {
  /** Creates what is missing for the frames of a source and its consumers. It alters nothing that is there. */
  provision(source: string, consumers: readonly string[], shards: readonly number[]): Promise<void>;
  /** Stores one message of a shard and resolves when the broker has confirmed it. */
  publish(source: string, shard: number, message: BusMessage): Promise<void>;
  /** Reads as a durable, from the first message on, one unacknowledged message at a time. */
  consume(durable: Durable, handle: Handle): Promise<Subscription>;
  /** Messages that the broker still holds for a durable, handed out or not; undefined where the durable is not there. */
  pending(durable: Durable): Promise<number | undefined>;
  /** A hint to whoever listens. It may be lost. */
  signal(subject: string, data: Uint8Array): void;
  onSignal(subject: string, heard: (data: Uint8Array) => void): Listener;
  /** A question to one of those who answer; undefined when none did in time. */
  ask(subject: string, data: Uint8Array, timeoutMs: number): Promise<Uint8Array | undefined>;
  onAsk(subject: string, answer: Answer): Listener;
  /** Whether the broker can be reached now, as its client says. */
  connected(): boolean;
  close(): Promise<void>;
}
