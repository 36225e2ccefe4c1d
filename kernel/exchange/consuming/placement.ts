// What a consumer does with a frame: decided from its watermark alone (exchange rules E7 and E11).
import { type FrameHead, genesisDigest, lastOf } from '#kernel/exchange/frames/frame.ts';

/** What the consumer knows of a shard of a source. */
export interface WatermarkState {
  readonly position: number;
  readonly digest: string;
  readonly forkedReason: string | null;
}

/** What is to be done with a frame. */
export type Placement =
  | { readonly kind: 'apply' }
  | { readonly kind: 'skip' }
  | { readonly kind: 'gap'; readonly from: number }
  | { readonly kind: 'forked'; readonly reason: string };

const forked = (reason: string): Placement => ({ kind: 'forked', reason });

/**
 * Places a frame. `mark` is the watermark of the frame's incarnation, undefined before its first frame; `otherIncarnation`
 * says that the consumer has watermarks of the same shard under another incarnation: nothing says that the two are one
 * history, so that is a fork until someone decides (E11).
 */
export const placeFrame = (
  frame: FrameHead,
  mark: WatermarkState | undefined,
  otherIncarnation: boolean,
): Placement => {
  if (mark !== undefined && mark.forkedReason !== null) return forked(mark.forkedReason);
  if (mark === undefined && otherIncarnation) return forked(`unknown incarnation ${frame.incarnation}`);
  const { position, digest } = mark ?? { position: 0, digest: genesisDigest };
  const last = lastOf(frame);
  if (last < position) return { kind: 'skip' };
  if (last === position) {
    return frame.digest === digest ? { kind: 'skip' } : forked(`another frame ends at position ${position}`);
  }
  if (frame.first <= position)
    return forked(`a frame of positions ${frame.first} to ${last} meets watermark ${position}`);
  if (frame.first > position + 1) return { kind: 'gap', from: position + 1 };
  if (frame.previousDigest !== digest) return forked(`the frame at ${frame.first} follows another history`);
  return { kind: 'apply' };
};
