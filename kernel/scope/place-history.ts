// What can be wrong with what is known of places over time: pure.
import type { PlaceHistory } from '#kernel/values/place-version.ts';

/** What is wrong with a history. */
export interface HistoryFault {
  readonly placeId: string;
  readonly fault: 'DAYS_EMPTY' | 'DAYS_OVERLAP' | 'UNDER_ITSELF' | 'TWICE';
}

/** Every fault of the histories; places that lie under themselves through others are found when the closure is made. */
export const faultsOf = (histories: readonly PlaceHistory[]): readonly HistoryFault[] => {
  const faults: HistoryFault[] = [];
  const seen = new Set<string>();
  for (const { placeId, versions } of histories) {
    if (seen.has(placeId)) faults.push({ placeId, fault: 'TWICE' });
    seen.add(placeId);
    if (versions.some(({ parentId }) => parentId === placeId)) faults.push({ placeId, fault: 'UNDER_ITSELF' });
    if (versions.some(({ validFrom, validTo }) => validTo !== null && validTo <= validFrom))
      faults.push({ placeId, fault: 'DAYS_EMPTY' });
    const ordered = versions.toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
    const overlaps = ordered.some((version, index) => {
      const next = ordered[index + 1];
      return next !== undefined && (version.validTo === null || next.validFrom < version.validTo);
    });
    if (overlaps) faults.push({ placeId, fault: 'DAYS_OVERLAP' });
  }
  return faults;
};
