// The organisation of an id.
import type { Transaction } from 'kysely';
import { type OrganisationRow, organisationColumns } from './organisation-row.ts';
import type { DB } from './tables.ts';

/** The organisation as the transaction's counties know it; undefined where none does. */
export const findOrganisation = (tx: Transaction<DB>, id: string): Promise<OrganisationRow | undefined> =>
  tx
    .selectFrom('organisation')
    .select(organisationColumns)
    .where('id', '=', id)
    .orderBy('county')
    .limit(1)
    .executeTakeFirst();
