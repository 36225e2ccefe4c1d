// What is known of a place over time, and what can be wrong with it: pure.
import type { IsoDate } from '#kernel/values/date.ts';

/** A place during some days. Days begin and end in Asia/Shanghai; `validTo` is the first day on which it was no longer so. */
export interface PlaceVersion {
  readonly validFrom: IsoDate;
  readonly validTo: IsoDate | null;
  readonly code: string;
  readonly name: string;
  readonly kind: string;
  readonly parentId: string | null;
}

/** All that is known of one place: what is not said here was never so. */
export interface PlaceHistory {
  readonly placeId: string;
  readonly versions: readonly PlaceVersion[];
}

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
