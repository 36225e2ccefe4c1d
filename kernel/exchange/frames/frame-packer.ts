// Packing the events of one shard into frames (exchange rule E4).

import { frameBytesMax, frameEventsMax } from '#kernel/exchange/limits.ts';
import { encodeBatch } from './cloud-event.ts';
import { type Frame, frameDigest } from './frame.ts';

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
