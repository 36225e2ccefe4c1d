// A place as the contract shows it.
import type { components } from '#contracts/generated/integration.ts';
import type { PlaceRow } from '../store/place-row.ts';

type PlaceRecord = components['schemas']['Place'];

const countyDigits = 6;

/** The county's six digits; null for a city or a province. */
const countyOfCode = (code: string): string | null =>
  code.slice(4, countyDigits) === '00' ? null : code.slice(0, countyDigits);

/** The record of a place. The reader of data set P1 lets no other kind in. */
export const placeRecord = (row: PlaceRow): PlaceRecord => ({
  id: row.id,
  county: countyOfCode(row.code),
  code: row.code,
  name: row.name,
  kind: row.kind as PlaceRecord['kind'],
  parentId: row.parent_id,
  validFrom: row.valid_from,
  validTo: row.valid_to,
  documentReference: row.document_reference,
  predecessorIds: [...row.predecessor_ids],
  successorIds: [...row.successor_ids],
});
