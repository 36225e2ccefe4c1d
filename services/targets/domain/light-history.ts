// What a computed light does to the history of a target: one row for each day on which a light began.
import type { IsoDate } from '#kernel/values/date.ts';
import { type Colour, isSameLight, type Light } from './light.ts';

/** A light of the history. */
export type LightSince = Light & { readonly since: IsoDate };

/** What is to be written, and the colours before and after, where they differ. */
export type HistoryChange = {
  readonly write: 'nothing' | 'store' | 'withdraw';
  readonly turned: { readonly from: Colour; readonly to: Colour } | undefined;
};

/**
 * Decides on a light computed for a day. `last` is the newest row that began before that day, `today` the row of the day itself:
 * it is replaced, or withdrawn where the day ends as it began, so that the history does not hang on the order of a day's
 * events. A target that had no light yet counts as grey.
 */
export const changeHistory = (
  last: LightSince | undefined,
  today: LightSince | undefined,
  computed: Light,
): HistoryChange => {
  const shown = today ?? last;
  const from = shown?.colour ?? 'grey';
  const turned = from === computed.colour ? undefined : { from, to: computed.colour };
  if (shown !== undefined && isSameLight(shown, computed)) return { write: 'nothing', turned };
  if (today !== undefined && last !== undefined && isSameLight(last, computed)) return { write: 'withdraw', turned };
  return { write: 'store', turned };
};
