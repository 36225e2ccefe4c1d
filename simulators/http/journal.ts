// What a simulated partner must still know after a restart, as lines of JSON that are only ever appended.
import { appendFileSync, existsSync, readFileSync, truncateSync } from 'node:fs';

export type Journal<Entry> = {
  /** What was written before this start, in order. */
  readonly entries: readonly Entry[];
  append(entry: Entry): void;
};

/** Opens the journal in a file, or one that lasts as long as the process when no file is named. */
export const openJournal = <Entry>(file: string | undefined): Journal<Entry> => {
  if (file === undefined) return { entries: [], append: () => undefined };
  const bytes = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
  // A process that was killed may leave half a line: it was never acknowledged, and must not spoil the next one.
  const whole = bytes.subarray(0, bytes.lastIndexOf('\n') + 1);
  if (whole.length < bytes.length) truncateSync(file, whole.length);
  const entries = whole
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Entry);
  return { entries, append: (entry) => appendFileSync(file, `${JSON.stringify(entry)}\n`) };
};
