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

const placeCodeOn = async (tx: Transaction<DB>, id: string, day: string): Promise<string> => {
  const { rows } = await sql<{ code: string }>`
    select code from directory_place where place_id = ${id} and valid @> ${day}::date and upper_inf(recorded)`.execute(
    tx,
  );
  const code = rows[0]?.code;
  if (code === undefined) throw missing('place', id);
  return code;
};

/** Looks up what the facts refer to. A plain Error where something is not there: it parks the event that named it. */
export const presentOf = async (tx: Transaction<DB>, basis: DeliveryBasis): Promise<Present> => {
  const document = await findDocument(tx, basis.documentId);
  if (document === undefined) throw missing('document', basis.documentId);
  const ofUnit = basis.kind === 'unit-result';
  return {
    creditCode: ofUnit ? '' : await creditCodeOf(tx, basis.organisationId),
    placeCode: ofUnit ? await placeCodeOn(tx, basis.placeId, basis.announcedOn) : '',
    organ: document.organ,
    documentReference: referenceOf(document),
  };
};
