// A frame: consecutive events of one shard that travel together (exchange rules E4 and E5).
import { createHash } from 'node:crypto';
import { decodeBatch, encodeBatch } from './cloud-event.ts';
import type { RecordedEvent } from './event.ts';
import { frameBytesMax, frameEventsMax } from './limits.ts';

/** Where a frame lies. */
export interface FrameAddress {
  readonly source: string;
  readonly incarnation: string;
  readonly shard: number;
  readonly first: number;
  readonly count: number;
}

/** What is said of a frame beside its body. */
export interface FrameHead extends FrameAddress {
  readonly encoding: number;
  readonly digest: string;
  readonly previousDigest: string;
}

/** A frame as it is cut. */
export interface Frame extends FrameHead {
  readonly outboxIds: readonly string[];
  readonly body: Uint8Array;
}

/** A frame as it was received, its digest checked. */
export interface ReceivedFrame extends FrameHead {
  readonly events: readonly RecordedEvent[];
  /** The producer's last position, on the last frame of a re-sent range only. */
  readonly resentBelow: number | undefined;
}

/** The digest before the first frame of an incarnation. */
export const genesisDigest: string = '0'.repeat(64);

/** The position of the last event of a frame. */
export const lastOf = (frame: FrameAddress): number => frame.first + frame.count - 1;

/** The digest of a frame: over its address, the digest of the frame before it (E11) and its bytes. */
export const frameDigest = (address: FrameAddress, previousDigest: string, body: Uint8Array): string =>
  createHash('sha256')
    .update(
      `${address.source}/${address.incarnation}/${address.shard}/${address.first}/${address.count}/${previousDigest}\n`,
    )
    .update(body)
    .digest('hex');

/** E5: the message id of a frame. Each re-send appends its own number, so that no broker takes it for a duplicate. */
export const messageId = (frame: FrameHead, resend?: string): string =>
  [
    frame.source,
    frame.incarnation,
    frame.shard,
    frame.first,
    frame.digest,
    ...(resend === undefined ? [] : [resend]),
  ].join('/');

/** One event on its way into a frame. */
export interface FrameItem {
  readonly outboxId: string;
  readonly encoded: string;
}

/** Packs the items of one shard into frames, in order, as they come. */
export interface FramePacker {
  /** Takes an item; gives the frame that it completed, if any. */
  add(item: FrameItem): Frame | undefined;
  /** Gives what is left: nothing waits to fill a frame (E4). */
  flush(): Frame | undefined;
  /** Position and digest of the last frame given. */
  head(): { readonly position: number; readonly digest: string };
}

/** Where a packer goes on. */
export interface PackerStart {
  readonly source: string;
  readonly incarnation: string;
  readonly shard: number;
  readonly position: number;
  readonly digest: string;
  readonly encoding: number;
}

/** A packer that begins behind the last position of a shard. Frames hold at most 256 events and 256 KiB. */
export const framePacker = (start: PackerStart): FramePacker => {
  let { position, digest } = start;
  let items: FrameItem[] = [];
  // The brackets of the batch; each item adds its bytes and a comma.
  let bytes = 2;

  const close = (): Frame | undefined => {
    if (items.length === 0) return undefined;
    const { source, incarnation, shard, encoding } = start;
    const address = { source, incarnation, shard, first: position + 1, count: items.length };
    const body = encodeBatch(items.map((item) => item.encoded));
    const previousDigest = digest;
    digest = frameDigest(address, previousDigest, body);
    position += items.length;
    const outboxIds = items.map((item) => item.outboxId);
    items = [];
    bytes = 2;
    return { ...address, encoding, digest, previousDigest, outboxIds, body };
  };

  return {
    add: (item) => {
      const size = Buffer.byteLength(item.encoded) + 1;
      const full = items.length === frameEventsMax || (items.length > 0 && bytes + size > frameBytesMax);
      const frame = full ? close() : undefined;
      items.push(item);
      bytes += size;
      return frame;
    },
    flush: close,
    head: () => ({ position, digest }),
  };
};

/** What a broker carries: text headers and bytes. */
export interface Message {
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** That a frame is sent again. */
export interface Resend {
  /** Unlike that of every other re-send. */
  readonly number: string;
  /** On the last frame of a re-sent range: the producer's last position. */
  readonly below?: number;
}

/** The message of a frame, sent for the first time or again. */
export const encodeFrame = (frame: FrameHead & { readonly body: Uint8Array }, resend?: Resend): Message => ({
  id: messageId(frame, resend?.number),
  headers: {
    'content-type': 'application/cloudevents-batch+json; charset=utf-8',
    'jixiao-source': frame.source,
    'jixiao-incarnation': frame.incarnation,
    'jixiao-shard': String(frame.shard),
    'jixiao-first': String(frame.first),
    'jixiao-count': String(frame.count),
    'jixiao-encoding': String(frame.encoding),
    'jixiao-digest': frame.digest,
    'jixiao-previous': frame.previousDigest,
    ...(resend?.below === undefined ? {} : { 'jixiao-resent-below': String(resend.below) }),
  },
  body: frame.body,
});

/** Reads a message. Throws a plain Error when a header is missing, the digest does not fit, or events are malformed. */
export const decodeFrame = (message: Pick<Message, 'headers' | 'body'>): ReceivedFrame => {
  const text = (name: string): string => {
    const found = message.headers[`jixiao-${name}`];
    if (found === undefined || found === '') throw new Error(`A frame has no header jixiao-${name}.`);
    return found;
  };
  const number = (name: string): number => {
    const found = Number(text(name));
    if (!Number.isSafeInteger(found) || found < 0) throw new Error(`A frame's header jixiao-${name} is no number.`);
    return found;
  };
  const head: FrameHead = {
    source: text('source'),
    incarnation: text('incarnation'),
    shard: number('shard'),
    first: number('first'),
    count: number('count'),
    encoding: number('encoding'),
    digest: text('digest'),
    previousDigest: text('previous'),
  };
  if (frameDigest(head, head.previousDigest, message.body) !== head.digest)
    throw new Error('The digest of a frame does not fit its bytes.');
  const events = decodeBatch(message.body);
  if (events.length !== head.count) throw new Error(`A frame names ${head.count} events and carries ${events.length}.`);
  if (events.some((event) => event.source !== head.source))
    throw new Error('A frame carries an event of another source.');
  const below = message.headers['jixiao-resent-below'];
  return { ...head, events, resentBelow: below === undefined ? undefined : number('resent-below') };
};
