// Whether the year, or its first months, came out as it must.
import { expectations } from './expectations.ts';
import type { Facts } from './facts.ts';

/** What was expected and what was found, where they differ. */
export interface Missing {
  readonly event: string;
  readonly wanted: number;
  readonly found: number;
}

/** Every event that is missing, or happened too often, after so many months. */
export const missingEvents = (facts: Facts, months: number): readonly Missing[] =>
  expectations
    .filter(({ from }) => from <= months)
    .map(({ event, wanted, count, atLeast }) => ({ event, wanted, found: count(facts), atLeast }))
    .filter(({ wanted, found, atLeast }) => (atLeast === true ? found < wanted : found !== wanted))
    .map(({ event, wanted, found }) => ({ event, wanted, found }));

/** Thrown when the year did not come out as it must. */
export class EventsMissing extends Error {
  readonly missing: readonly Missing[];

  constructor(missing: readonly Missing[]) {
    const lines = missing.map(({ event, wanted, found }) => `${event}：应为 ${wanted}，实为 ${found}`);
    super(`短年度与预期不符（${missing.length} 处）The short year did not come out as it must：${lines.join('；')}`);
    this.name = 'EventsMissing';
    this.missing = missing;
  }
}
