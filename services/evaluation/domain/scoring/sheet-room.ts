// The room of a sheet: the most that it can come to, whatever lines documents add to it.
import { type Decimal, max, sum } from '#kernel/values/decimal.ts';
import { type MarkedBy, marksOf } from './item-marks.ts';
import type { ScoreSheet } from './score-sheet.ts';

/**
 * The most points of a sheet: what its rules can give for the items that were not dropped, at the bases that they were scored at. Those
 * bases hold the whole total of the system already, so that a dropped item finds room only where others have left some.
 */
export const sheetRoom = ({ items }: Pick<ScoreSheet, 'items'>, system: MarkedBy): Decimal =>
  sum(
    items
      .filter(({ status }) => status !== 'dropped' && status !== 'not-assessed')
      // A class average is brought to the base after it was rounded, and may pass by a last place what the rule gives there.
      .map((item) => max(marksOf({ items }, item, system).most, item.points)),
  );
