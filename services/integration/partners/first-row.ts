// Whether a stream of rows holds any, found by its beginning alone.
import type { Readable } from 'node:stream';

const blanks: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);

/**
 * Reads up to the first chunk that shows something and puts that back; false where the stream ends before. Rejects with the error
 * of a stream that breaks off. Chunks of blanks alone are dropped.
 */
export const holdsRows = async (bytes: Readable): Promise<boolean> => {
  for await (const chunk of bytes.iterator({ destroyOnReturn: false })) {
    if (!(chunk as Buffer).every((byte) => blanks.has(byte))) {
      bytes.unshift(chunk);
      return true;
    }
  }
  return false;
};
