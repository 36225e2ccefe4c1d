// What is true now of the things that a decision's facts refer to: the credit code, the place's code, the document.
import { sql, type Transaction } from 'kysely';
import type { DeliveryBasis, Present } from '../domain/delivery.ts';
import { referenceOf } from '../domain/document.ts';
import { findDocument } from '../store/find-document.ts';
import { findOrganisation } from '../store/find-organisation.ts';
import type { DB } from '../store/tables.ts';

const missing = (what: string, id: string): Error => new Error(`There is no ${what} ${id}: the record can't be made.`);

const creditCodeOf = async (tx: Transaction<DB>, id: string): Promise<string> => {
  const organisation = await findOrganisation(tx, id);
  if (organisation === undefined) throw missing('organisation', id);
  return organisation.credit_code;
};

/** The code that a place had on a day, or that it had last: one that was merged before keeps it to the end of its cycle. */
const placeCodeBy = async (tx: Transaction<DB>, id: string, day: string): Promise<string> => {
  const { rows } = await sql<{ code: string }>`
    select code from directory_place where place_id = ${id} and lower(valid) <= ${day}::date and upper_inf(recorded)
    order by lower(valid) desc limit 1`.execute(tx);
  const code = rows[0]?.code;
  if (code === undefined) throw missing('place', id);
  return code;
};

/** Whether the directory, by what it knows now, says that a place ever had a code. */
const everHadCode = async (tx: Transaction<DB>, id: string, code: string): Promise<boolean> => {
  const { rows } = await sql`
    select from directory_place where place_id = ${id} and code = ${code} and upper_inf(recorded) limit 1`.execute(tx);
  return rows.length > 0;
};

// The code that a cycle froze stands although the place was given another since. A repair takes the directory's word where that was
// corrected: a code that the place never had would be rejected for ever.
const unitCodeOf = async (tx: Transaction<DB>, basis: DeliveryBasis, making: Making): Promise<string> => {
  if (basis.kind !== 'unit-result') return '';
  const { placeCode: frozen, placeId, announcedOn } = basis;
  const stands = frozen !== undefined && (making === 'first' || (await everHadCode(tx, placeId, frozen)));
  return stands ? frozen : placeCodeBy(tx, placeId, announcedOn);
};

/** Whether a record is made of its announcement, or anew since the partner rejected it. */
export type Making = 'first' | 'repair';

/** Looks up what the facts refer to. A plain Error where something is not there: it parks the event that named it. */
export const presentOf = async (tx: Transaction<DB>, basis: DeliveryBasis, making: Making): Promise<Present> => {
  const document = await findDocument(tx, basis.documentId);
  if (document === undefined) throw missing('document', basis.documentId);
  return {
    creditCode: basis.kind === 'unit-result' ? '' : await creditCodeOf(tx, basis.organisationId),
    placeCode: await unitCodeOf(tx, basis, making),
    organ: document.organ,
    documentReference: referenceOf(document),
  };
};
