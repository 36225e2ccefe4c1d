// A frame as the message that a broker carries: its id, its headers, its bytes (exchange rules E4 and E5).
import type { BusMessage } from '#kernel/bus/port.ts';
import type { RecordedEvent } from '#kernel/exchange/event.ts';
import { decodeBatch } from './cloud-event.ts';
import { type FrameHead, frameDigest } from './frame.ts';

/** A frame as it was received, its digest checked. */
export interface ReceivedFrame extends FrameHead {
  readonly events: readonly RecordedEvent[];
  /** The producer's last position, on the last frame of a re-sent range only. */
  readonly resentBelow: number | undefined;
}

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

/** That a frame is sent again. */
export interface Resend {
  /** Unlike that of every other re-send. */
  readonly number: string;
  /** On the last frame of a re-sent range: the producer's last position. */
  readonly below?: number;
}

/** The message of a frame, sent for the first time or again. */
export const encodeFrame = (frame: FrameHead & { readonly body: Uint8Array }, resend?: Resend): BusMessage => ({
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
export const decodeFrame = (message: Pick<BusMessage, 'headers' | 'body'>): ReceivedFrame => {
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
