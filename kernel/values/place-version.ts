// What is known of a place over time.
import type { IsoDate } from './date.ts';

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
