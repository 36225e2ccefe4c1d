// Signatures of departments under the values of a cycle.
import type { Insertable, Selectable, Transaction } from 'kysely';
import type { PageRequest } from '#kernel/operation/page.ts';
import { isoDate } from '#kernel/values/date.ts';
import type { Signature } from '../domain/closure.ts';
import type { DB, ValueSignature } from './tables.ts';

/** A signature as its row holds it. */
export type SignatureRow = Selectable<ValueSignature>;

/** How many signatures a department has given in a cycle. */
export const signatureCount = async (tx: Transaction<DB>, cycleId: string, organisationId: string): Promise<number> => {
  const row = await tx
    .selectFrom('value_signature')
    .select((select) => select.fn.countAll<string>().as('count'))
    .where('cycle_id', '=', cycleId)
    .where('organisation_id', '=', organisationId)
    .executeTakeFirstOrThrow();
  return Number(row.count);
};

/** Stores a signature. */
export const insertSignature = (tx: Transaction<DB>, row: Insertable<ValueSignature>): Promise<SignatureRow> =>
  tx.insertInto('value_signature').values(row).returningAll().executeTakeFirstOrThrow();

/** All signatures of a cycle, in order. */
export const signaturesOf = async (tx: Transaction<DB>, cycleId: string): Promise<readonly Signature[]> => {
  const rows = await tx
    .selectFrom('value_signature')
    .select(['element_codes', 'signed_on', 'ordinal', 'position'])
    .where('cycle_id', '=', cycleId)
    .orderBy('ordinal')
    .execute();
  return rows.map(({ element_codes, signed_on, ordinal, position }) => ({
    elementCodes: element_codes,
    signedOn: isoDate(signed_on),
    ordinal: Number(ordinal),
    position: position === null ? null : Number(position),
  }));
};

/** One signature more than the page shows, if there is one, newest first. The cursor is the ordinal. */
export const listSignaturesOf = (tx: Transaction<DB>, cycleId: string, page: PageRequest): Promise<SignatureRow[]> => {
  const [ordinal] = page.after ?? [];
  let query = tx.selectFrom('value_signature').selectAll().where('cycle_id', '=', cycleId);
  if (ordinal !== undefined) query = query.where('ordinal', '<', ordinal);
  return query
    .orderBy('ordinal', 'desc')
    .limit(page.limit + 1)
    .execute();
};
