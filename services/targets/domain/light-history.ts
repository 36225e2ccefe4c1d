// What a computed light does to the history of a target: one row for each day on which a light began.
import type { IsoDate } from '#kernel/values/date.ts';
import { type Colour, isSameLight, type Light } from './light.ts';

/** A light of the history. */
export type LightSince = Light & { readonly since: IsoDate };

/** Whether the light is stored as that of its day, and the colours before and after, where they differ. */
export type HistoryChange = {
  readonly stored: boolean;
  readonly turned: { readonly from: Colour; readonly to: Colour } | undefined;
};

/**
 * Decides on a computed light by the newest one of the history. A light of the same day is replaced by it: what a day ends with
 * follows from the values known then, so that the history does not hang on the order in which they came. A target that had no
 * light yet counts as grey.
 */
export const changeHistory = (newest: LightSince | undefined, computed: Light): HistoryChange => {
  const from = newest?.colour ?? 'grey';
  return {
    stored: newest === undefined || !isSameLight(newest, computed),
    turned: from === computed.colour ? undefined : { from, to: computed.colour },
  };
};
