// The bus inside one process: the same port without a broker, for the embedded start and for tests.
import { localSignals } from './local-signals.ts';
import type { Bus, BusMessage, Disposition, Durable, Handle, Subscription } from './port.ts';

/** How much a shard's stream may hold, and how long a publish waits for room. Beyond it the producer waits: PostgreSQL has it all. */
export interface InProcessLimits {
  readonly messagesMax: number;
  readonly publishWaitMs: number;
}

const defaults: InProcessLimits = { messagesMax: 256, publishWaitMs: 5_000 };

interface Cursor {
  readonly queue: BusMessage[];
  /** A message is out: handed to a handler, or put back until its time. */
  busy: boolean;
  handle: Handle | undefined;
  timer: NodeJS.Timeout | undefined;
  done: Promise<void>;
}

interface Stream {
  readonly cursors: Map<string, Cursor>;
  /** Ids in the order of their arrival, the window of the dedupe. */
  readonly seen: Set<string>;
  waiting: (() => void)[];
}

/** The in-process bus, and what tests do to it. */
export interface InProcessBus extends Bus {
  /** Loses all messages and all cursors, as a wiped broker does. */
  wipe(): void;
}

const seenMax = 10_000;
const failedHandlerDelayMs = 100;

const newCursor = (): Cursor => ({
  queue: [],
  busy: false,
  handle: undefined,
  timer: undefined,
  done: Promise.resolve(),
});

const notThere = (subject: string): Error =>
  Object.assign(new Error(`nothing is provisioned for ${subject}`), { code: 'NO_STREAM' });

/** Hands the next message of a cursor to its handler and settles it. */
const advance = (stream: Stream, cursor: Cursor): void => {
  const { handle } = cursor;
  const message = cursor.queue[0];
  if (cursor.busy || handle === undefined || message === undefined) return;
  cursor.busy = true;
  const settle = (disposition: Disposition): void => {
    const free = (): void => {
      cursor.busy = false;
      cursor.timer = undefined;
      advance(stream, cursor);
    };
    if (disposition.kind === 'nak') {
      cursor.timer = setTimeout(free, disposition.delayMs);
      return;
    }
    if (cursor.queue[0] === message) cursor.queue.shift();
    const waiting = stream.waiting;
    stream.waiting = [];
    for (const wake of waiting) wake();
    free();
  };
  cursor.done = handle(message)
    .catch((): Disposition => ({ kind: 'nak', delayMs: failedHandlerDelayMs }))
    .then(settle);
};

const room = async (stream: Stream, limits: InProcessLimits): Promise<void> => {
  const deadline = Date.now() + limits.publishWaitMs;
  while ([...stream.cursors.values()].some((cursor) => cursor.queue.length >= limits.messagesMax)) {
    const left = deadline - Date.now();
    if (left <= 0) throw new Error('the stream is full: its consumers are behind');
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, left);
      stream.waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
};

interface Attachments {
  readonly cursorOf: (durable: Durable) => { stream: Stream; cursor: Cursor } | undefined;
  readonly makeMissing: Bus['provision'];
  /** Takes its place at each provisioning: a subscription outlives a wipe. */
  readonly subscriptions: Set<() => void>;
}

/** Reads as a durable, and again as soon as its cursor is made again. */
const attachTo = async (
  { cursorOf, makeMissing, subscriptions }: Attachments,
  durable: Durable,
  handle: Handle,
): Promise<Subscription> => {
  const attach = (): void => {
    const found = cursorOf(durable);
    if (found === undefined) return;
    found.cursor.handle ??= handle;
    advance(found.stream, found.cursor);
  };
  await makeMissing(durable.source, [durable.consumer], [durable.shard]);
  subscriptions.add(attach);
  attach();
  return {
    stop: async () => {
      subscriptions.delete(attach);
      const cursor = cursorOf(durable)?.cursor;
      if (cursor === undefined || cursor.handle !== handle) return;
      cursor.handle = undefined;
      await cursor.done;
      clearTimeout(cursor.timer);
      cursor.timer = undefined;
      cursor.busy = false;
      // Another instance of the consumer may take over.
      for (const running of subscriptions) running();
    },
  };
};

/** Makes the bus of one process. Messages are the same bytes as on a real broker, so that what JSON loses shows here too. */
export const inProcessBus = (limits: InProcessLimits = defaults): InProcessBus => {
  const streams = new Map<string, Stream>();
  const subscriptions = new Set<() => void>();
  const nameOf = (source: string, shard: number): string => `${source}.${shard}`;

  const cursorOf = ({ source, shard, consumer }: Durable): { stream: Stream; cursor: Cursor } | undefined => {
    const stream = streams.get(nameOf(source, shard));
    const cursor = stream?.cursors.get(consumer);
    return stream === undefined || cursor === undefined ? undefined : { stream, cursor };
  };

  const makeMissing: Bus['provision'] = async (source, consumers, shards) => {
    for (const shard of shards) {
      const stream = streams.get(nameOf(source, shard)) ?? { cursors: new Map(), seen: new Set(), waiting: [] };
      streams.set(nameOf(source, shard), stream);
      for (const consumer of consumers) if (!stream.cursors.has(consumer)) stream.cursors.set(consumer, newCursor());
    }
    for (const running of subscriptions) running();
  };

  return {
    ...localSignals(),
    provision: makeMissing,
    publish: async (source, shard, message) => {
      const stream = streams.get(nameOf(source, shard));
      if (stream === undefined) throw notThere(nameOf(source, shard));
      if (stream.seen.has(message.id)) return;
      await room(stream, limits);
      stream.seen.add(message.id);
      const [oldest] = stream.seen;
      if (stream.seen.size > seenMax && oldest !== undefined) stream.seen.delete(oldest);
      for (const cursor of stream.cursors.values()) {
        cursor.queue.push(message);
        advance(stream, cursor);
      }
    },
    consume: (durable, handle) => attachTo({ cursorOf, makeMissing, subscriptions }, durable, handle),
    pending: async (durable) => cursorOf(durable)?.cursor.queue.length,
    connected: () => true,
    close: async () => {
      for (const { cursors } of streams.values()) for (const cursor of cursors.values()) clearTimeout(cursor.timer);
      streams.clear();
    },
    wipe: () => {
      for (const { cursors, waiting } of streams.values()) {
        for (const cursor of cursors.values()) clearTimeout(cursor.timer);
        for (const wake of waiting) wake();
      }
      streams.clear();
    },
  };
};
