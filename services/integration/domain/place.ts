// Places as the province tells of them, brought into what is known: a history in valid time for each.

import type { IsoDate } from '#kernel/values/date.ts';
import { businessId } from '#kernel/values/identifier.ts';
import type { PlaceHistory, PlaceVersion } from '#kernel/values/place-version.ts';

/** One version of a place, as data set P1 gives it. */
export interface PlaceDraft {
  /** The code at the place's first appearance: it identifies the place when its code changes. */
  readonly place: string;
  readonly code: string;
  readonly name: string;
  readonly kind: string;
  readonly parent: string | null;
  readonly validFrom: IsoDate;
  readonly validTo: IsoDate | null;
  readonly successors: readonly string[];
  readonly documentReference: string | null;
}

/** What is wrong with a history; undefined where nothing is. */
export type FaultOf = (history: PlaceHistory) => string | undefined;

/** Why a place is not taken: a fault of its history, or PARENT_UNKNOWN. */
export interface PlaceRefusal {
  readonly place: string;
  readonly reason: string;
}

/** What became of the received places. */
export interface PlaceIntake {
  readonly histories: readonly PlaceHistory[];
  /** The versions that were taken, for their documents and successors. */
  readonly taken: readonly PlaceDraft[];
  readonly refused: readonly PlaceRefusal[];
}

const placeDigits = 12;

/** The id of a place by the code at its first appearance (12 digits). */
export const placeId = (place: string): string => businessId('place', place);

/** The id of the place whose organ assesses, by the tenant's code of 2 to 12 digits. */
export const placeOfTenant = (county: string): string => placeId(county.padEnd(placeDigits, '0'));

const versionOf = (draft: PlaceDraft): PlaceVersion => ({
  validFrom: draft.validFrom,
  validTo: draft.validTo,
  code: draft.code,
  name: draft.name,
  kind: draft.kind,
  parentId: draft.parent === null ? null : placeId(draft.parent),
});

const byDay = (a: { readonly validFrom: IsoDate }, b: { readonly validFrom: IsoDate }): number =>
  a.validFrom < b.validFrom ? -1 : 1;

/**
 * What is known of a place after these versions came. They replace all that was known from the first of their days on; what
 * was known of the days before stays, and ends there at the latest.
 */
export const mergeHistory = (known: readonly PlaceVersion[], received: readonly PlaceVersion[]): PlaceVersion[] => {
  const versions = received.toSorted(byDay);
  const first = versions[0];
  if (first === undefined) return known.toSorted(byDay);
  const before = known
    .filter(({ validFrom }) => validFrom < first.validFrom)
    .map((version) =>
      version.validTo === null || version.validTo > first.validFrom
        ? { ...version, validTo: first.validFrom }
        : version,
    );
  return [...before.toSorted(byDay), ...versions];
};

/** Lets those fall away that have a fault or an unknown parent, and then those whose parent fell: gives the reasons by id. */
const fallen = (
  histories: ReadonlyMap<string, PlaceHistory>,
  isKnown: (placeId: string) => boolean,
  faultOf: FaultOf,
): ReadonlyMap<string, string> => {
  const reasons = new Map<string, string>();
  const stands = (id: string): boolean => isKnown(id) || (histories.has(id) && !reasons.has(id));
  for (let before = -1; before < reasons.size; ) {
    before = reasons.size;
    for (const [id, history] of histories) {
      if (reasons.has(id)) continue;
      const orphan = history.versions.some(({ parentId }) => parentId !== null && !stands(parentId));
      const reason = faultOf(history) ?? (orphan ? 'PARENT_UNKNOWN' : undefined);
      if (reason !== undefined) reasons.set(id, reason);
    }
  }
  return reasons;
};

/**
 * Brings received places into what is known. A place with a fault is refused whole and stays as it was; so is one whose parent
 * is neither known nor received.
 */
export const takePlaces = (
  known: ReadonlyMap<string, readonly PlaceVersion[]>,
  received: readonly PlaceDraft[],
  faultOf: FaultOf,
): PlaceIntake => {
  const histories = new Map(
    [...Map.groupBy(received, ({ place }) => placeId(place))].map(([id, drafts]) => [
      id,
      { placeId: id, versions: mergeHistory(known.get(id) ?? [], drafts.map(versionOf)) },
    ]),
  );
  const reasons = fallen(histories, (id) => known.has(id), faultOf);
  return {
    histories: [...histories.values()].filter((history) => !reasons.has(history.placeId)),
    taken: received.filter(({ place }) => !reasons.has(placeId(place))),
    refused: received.flatMap(({ place }) => {
      const reason = reasons.get(placeId(place));
      return reason === undefined ? [] : [{ place, reason }];
    }),
  };
};
