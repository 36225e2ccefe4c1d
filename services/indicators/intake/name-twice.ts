// A line of NDJSON that has a field twice: JSON.parse keeps the last one in silence, and another reader may keep the first.
import { repeatedName } from '#kernel/values/repeated-name.ts';

const shownMax = 60;

const quotesIn = (line: string): number => {
  let count = 0;
  for (let at = line.indexOf('"'); at !== -1; at = line.indexOf('"', at + 1)) count += 1;
  return count;
};

/**
 * The name that a line of NDJSON has twice (I-JSON, RFC 7493 section 2.3), or nothing. A flat row has two quotes for each name and for
 * each text: where there are no more, no name was lost, and a million rows need no second reading.
 */
export const nameTwiceIn = (line: string, row: Readonly<Record<string, unknown>>): string | undefined => {
  const values = Object.values(row);
  const quoted = values.length + values.filter((value) => typeof value === 'string').length;
  return quotesIn(line) === 2 * quoted ? undefined : repeatedName(line)?.join('/').slice(0, shownMax);
};
