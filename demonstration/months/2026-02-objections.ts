// February 2026: scores are notified on Monday 2 February; objections until the 5th, one accepted and one refused.
import { accepted, decide, raise, refused } from '../acts/objections.ts';
import { notifyScores } from '../acts/score.ts';
import type { Month } from './month.ts';

/** February 2026. */
export const objections: Month = {
  month: '2026-02',
  title: '通知得分，答复异议',
  days: [
    ['2026-02-02', notifyScores],
    ['2026-02-03', (world) => raise(world, accepted)],
    ['2026-02-05', (world) => raise(world, refused)],
    ['2026-02-06'],
    ['2026-02-10', (world) => decide(world, accepted)],
    ['2026-02-11', (world) => decide(world, refused)],
  ],
};
