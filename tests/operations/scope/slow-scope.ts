// The scope worked out place by place and day by day, with nothing in common with the SQL that it is compared to.
import type { PlaceHistory, PlaceVersion } from '#kernel/values/place-version.ts';

const versionOn = (histories: readonly PlaceHistory[], placeId: string, date: string): PlaceVersion | undefined =>
  histories
    .find((history) => history.placeId === placeId)
    ?.versions.find(({ validFrom, validTo }) => validFrom <= date && (validTo === null || date < validTo));

/** Whether the place, or one above it on that day, is among the roots. */
export const slowlyInScope = (
  histories: readonly PlaceHistory[],
  roots: readonly string[],
  placeId: string,
  date: string,
): boolean => {
  let at: string | null = placeId;
  while (at !== null) {
    const version = versionOn(histories, at, date);
    if (version === undefined) return false;
    if (roots.includes(at)) return true;
    at = version.parentId;
  }
  return false;
};
