// The line ends of a sheet: LF, CRLF, or CR alone, which Excel writes as “CSV (Macintosh)”.

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

const withLineFeeds = (chunk: Buffer): Buffer => {
  const copy = Buffer.from(chunk);
  for (let at = copy.indexOf(carriageReturn); at !== -1; at = copy.indexOf(carriageReturn, at + 1)) copy[at] = lineFeed;
  return copy;
};

/** The ends that a sheet has by its first one; undefined while that has not come, or may still be the half of a CRLF. */
const endsIn = (seen: Buffer): 'CR' | 'LF' | undefined => {
  const at = seen.findIndex((byte) => byte === lineFeed || byte === carriageReturn);
  if (at === -1) return undefined;
  if (seen[at] === lineFeed) return 'LF';
  const next = seen[at + 1];
  if (next === undefined) return undefined;
  return next === lineFeed ? 'LF' : 'CR';
};

/** Gives a stream whose lines end in CR alone line feeds in their place; another passes as it is. The first line end decides. */
export const lineFeeder = (): ((chunk: Buffer) => Buffer) => {
  let ends: 'CR' | 'LF' | undefined;
  let afterReturn = false;
  return (chunk) => {
    if (ends === undefined) {
      ends = endsIn(afterReturn ? Buffer.concat([Buffer.from([carriageReturn]), chunk]) : chunk);
      if (ends === undefined) {
        // A return at the very end may be the half of a CRLF: as a blank it is no part of a line in either case.
        afterReturn ||= chunk.at(-1) === carriageReturn;
        return chunk;
      }
      if (ends === 'CR' && afterReturn) return Buffer.concat([Buffer.from([lineFeed]), withLineFeeds(chunk)]);
    }
    return ends === 'CR' ? withLineFeeds(chunk) : chunk;
  };
};
