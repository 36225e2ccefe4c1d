// What this account or machine does not let a spec try: said in the test's title, and in the closing lines of the run.
import { inject } from 'vitest';
import { noteSkip } from '../support/gathered-skips.ts';

/** An ending for the title of a test, and its condition for skipIf: '' where all can be tried, else the reason. */
export const untested = (canBeTried: boolean, reason: string): string => {
  if (canBeTried) return '';
  noteSkip(inject('untested').directory, reason);
  return ` (skipped: ${reason})`;
};

/** Whether this runs as root. PostgreSQL refuses root, who therefore hands over to another account: others have no such way. */
export const isRoot: boolean = process.getuid?.() === 0;

/** For tests of what root alone does; as root none is ever skipped. */
export const rootAlone = (): string => untested(isRoot, 'only root hands over to the user postgres');
