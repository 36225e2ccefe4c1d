// How a program may end before a person: with a sentence and an exit code, never with a stack trace.
import { expect } from 'vitest';
import type { End } from './child.ts';

/** A line of a stack trace, which no person may read. */
export const stackTrace: RegExp = /^\s+at .+:\d+:\d+\)?$/m;

/** An end with an exit code and all of these words, and without a stack trace. */
export const expectSentence = (end: End, exitCode: number, ...words: readonly (string | RegExp)[]): void => {
  expect(end.output).not.toMatch(stackTrace);
  for (const word of words) expect(end.output).toMatch(word);
  expect(end).toHaveProperty('code', exitCode);
};
