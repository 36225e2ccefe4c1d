// A frame: consecutive events of one shard that travel together (exchange rules E4 and E5).
import { createHash } from 'node:crypto';

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
