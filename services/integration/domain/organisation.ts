// Organisations as the province tells of them: an id of their own, which a corrected credit code does not change.
import type { IsoDate } from '#kernel/values/date.ts';
import { businessId } from '#kernel/values/identifier.ts';

/** The kinds of organisations: 党委(党工委), 政府(办事处), 部门. */
export type OrganisationKind = 'party-committee' | 'government' | 'department';

/** An organisation as data set P2 gives it, its place resolved. */
export interface OrganisationDraft {
  readonly creditCode: string;
  readonly name: string;
  readonly kind: OrganisationKind;
  /** Which department it is among those of its place; null for others. */
  readonly department: string | null;
  readonly placeId: string;
  readonly validFrom: IsoDate;
  readonly validTo: IsoDate | null;
}

/** An organisation as it is known. `version` counts its changes. */
export interface Organisation extends OrganisationDraft {
  readonly id: string;
  readonly version: number;
}

/** The id of an organisation: made of the credit code under which it first came, and kept when the code is corrected. */
export const organisationId = (creditCode: string): string => businessId('organisation', creditCode);

/** What an organisation is whatever its code: there is one of each kind in a place, and one of each department. */
const seatOf = ({ placeId, kind, department }: OrganisationDraft): string => `${placeId} ${kind} ${department ?? ''}`;

const same = (known: Organisation, draft: OrganisationDraft): boolean =>
  known.creditCode === draft.creditCode &&
  known.name === draft.name &&
  known.kind === draft.kind &&
  known.department === draft.department &&
  known.placeId === draft.placeId &&
  known.validFrom === draft.validFrom &&
  known.validTo === draft.validTo;

/**
 * The organisations that are new or changed by what was received, in full form. An unknown credit code is that of a known
 * organisation of the same seat whose own code did not come any more: its code was corrected. What did not come stays.
 */
export const takeOrganisations = (
  known: readonly Organisation[],
  received: readonly OrganisationDraft[],
): readonly Organisation[] => {
  const came = new Set(received.map(({ creditCode }) => creditCode));
  const byCode = new Map(known.map((one) => [one.creditCode, one]));
  const gone = known.filter(({ creditCode, validTo }) => validTo === null && !came.has(creditCode));
  const bySeat = new Map(gone.map((one) => [seatOf(one), one]));
  return received.flatMap((draft): Organisation[] => {
    const before = byCode.get(draft.creditCode) ?? bySeat.get(seatOf(draft));
    if (before === undefined) return [{ ...draft, id: organisationId(draft.creditCode), version: 1 }];
    return same(before, draft) ? [] : [{ ...draft, id: before.id, version: before.version + 1 }];
  });
};
