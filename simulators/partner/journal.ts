// The journal of a simulated partner: lines of JSON, appended, and read again after a restart.
import { appendFileSync, existsSync, readFileSync, truncateSync } from 'node:fs';

export type Journal<Entry> = {
  /** The entries from before this start, in order. */
  readonly entries: readonly Entry[];
  append(entry: Entry): void;
};

/** Opens the journal in a file. Without a file, nothing is kept. */
export const openJournal = <Entry>(file: string | undefined): Journal<Entry> => {
  if (file === undefined) return { entries: [], append: () => undefined };
  const bytes = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
  // A killed process may leave half a line. Nobody was promised that entry, and the next line must not join it.
  const whole = bytes.subarray(0, bytes.lastIndexOf('\n') + 1);
  if (whole.length < bytes.length) truncateSync(file, whole.length);
  const entries = whole
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Entry);
  return { entries, append: (entry) => appendFileSync(file, `${JSON.stringify(entry)}\n`) };
};
