// Which day of a county may begin next. Days never go back, so a mistyped year could not be taken back.
import { addDays, type IsoDate, isoDate } from '#kernel/values/date.ts';
import { accepted, type Result, refused } from '#kernel/values/result.ts';

/** A county that stood still longer than this goes on in two steps. */
const daysAheadMax = 366;

/**
 * Decides whether a day begins. DAY_NOT_AHEAD for one that is not after `previous`. DAY_OUT_OF_REACH for one more than 366 days after it,
 * and for a first day outside the `years` whose working days are known and the year after them: no deadline could be counted from it.
 * The table of a year follows the State Council's notice, which comes late in the year before.
 */
export const decideDay = (
  date: IsoDate,
  previous: IsoDate | undefined,
  years: readonly number[],
): Result<IsoDate, 'DAY_NOT_AHEAD' | 'DAY_OUT_OF_REACH'> => {
  if (previous !== undefined && date <= previous) return refused('DAY_NOT_AHEAD', { date, current: previous });
  const earliest = previous === undefined ? isoDate(`${Math.min(...years)}-01-01`) : addDays(previous, 1);
  const latest = previous === undefined ? isoDate(`${Math.max(...years) + 1}-12-31`) : addDays(previous, daysAheadMax);
  return date < earliest || date > latest
    ? refused('DAY_OUT_OF_REACH', { date, earliest, latest }, '/date')
    : accepted(date);
};
