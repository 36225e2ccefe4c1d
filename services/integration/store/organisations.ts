// All organisations of a county, and storing those that changed.
import { sql, type Transaction } from 'kysely';
import type { Organisation } from '../domain/organisation.ts';
import { organisationColumns, organisationOf } from './organisation-row.ts';
import type { DB } from './tables.ts';

/** Every organisation of the county, those that ended among them. */
export const allOrganisations = async (tx: Transaction<DB>, county: string): Promise<Organisation[]> => {
  const rows = await tx.selectFrom('organisation').select(organisationColumns).where('county', '=', county).execute();
  return rows.map(organisationOf);
};

/** Inserts or replaces organisations as one set. */
export const saveOrganisations = async (
  tx: Transaction<DB>,
  county: string,
  organisations: readonly Organisation[],
): Promise<void> => {
  await sql`
    insert into organisation (county, id, credit_code, name, kind, department, place_id, valid_from, valid_to, version)
    select ${county}, id, "creditCode", name, kind, department, "placeId", "validFrom", "validTo", version
    from jsonb_to_recordset(${JSON.stringify(organisations)}::jsonb) as r (id uuid, "creditCode" text, name text, kind text,
      department text, "placeId" uuid, "validFrom" date, "validTo" date, version int)
    on conflict (county, id) do update set credit_code = excluded.credit_code, name = excluded.name, kind = excluded.kind,
      department = excluded.department, place_id = excluded.place_id, valid_from = excluded.valid_from,
      valid_to = excluded.valid_to, version = excluded.version`.execute(tx);
};
