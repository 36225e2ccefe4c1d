// Registrars as their rows hold them.
import { type Selectable, sql, type Transaction } from 'kysely';
import type { Caller } from '#kernel/identity/caller.ts';
import type { PageRequest } from '#kernel/operation/page.ts';
import type { Registrar } from '../domain/registrar.ts';
import type { DB, Registrar as RegistrarTable } from './tables.ts';

const registrarOf = (row: Selectable<RegistrarTable>): Registrar => ({
  id: row.id,
  county: row.county,
  organ: row.organ,
  role: row.role,
  organisationId: row.organisation_id,
  personId: row.person_id,
  basis: row.basis,
  authorizedOn: row.authorized_on,
  authorizedBy: row.authorized_by,
  endedOn: row.ended_on,
  endedBy: row.ended_by,
  endReason: row.end_reason,
  version: row.version,
});

const rowOf = (registrar: Registrar) => ({
  id: registrar.id,
  county: registrar.county,
  organ: registrar.organ,
  role: registrar.role,
  organisation_id: registrar.organisationId,
  person_id: registrar.personId,
  basis: registrar.basis,
  authorized_on: registrar.authorizedOn,
  authorized_by: registrar.authorizedBy,
  ended_on: registrar.endedOn,
  ended_by: registrar.endedBy,
  end_reason: registrar.endReason,
  version: registrar.version,
});

/** Inserts an authorisation; false where the same one is in force. */
export const insertRegistrar = async (tx: Transaction<DB>, registrar: Registrar): Promise<boolean> => {
  const row = await tx
    .insertInto('registrar')
    .values(rowOf(registrar))
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
};

/** Writes the end of a locked authorisation. */
export const saveRegistrar = async (tx: Transaction<DB>, registrar: Registrar): Promise<void> => {
  await tx
    .updateTable('registrar')
    .set(rowOf(registrar))
    .where('county', '=', registrar.county)
    .where('id', '=', registrar.id)
    .execute();
};

/** The authorisation of an id, locked until the transaction ends; undefined where there is none in the scope. */
export const lockRegistrar = async (tx: Transaction<DB>, id: string): Promise<Registrar | undefined> => {
  const row = await tx.selectFrom('registrar').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return row === undefined ? undefined : registrarOf(row);
};

/** How many authorisations an organ has given, ended ones included. */
export const countRegistrars = async (tx: Transaction<DB>, county: string, organ: string): Promise<number> => {
  const { count } = await tx
    .selectFrom('registrar')
    .select((select) => select.fn.countAll<string>().as('count'))
    .where('county', '=', county)
    .where('organ', '=', organ)
    .executeTakeFirstOrThrow();
  return Number(count);
};

/** One more than the page shows, if there is one, by organ and id. */
export const listRegistrarsOf = async (
  tx: Transaction<DB>,
  county: string,
  page: PageRequest,
): Promise<Registrar[]> => {
  const [organ, id] = page.after ?? [];
  let query = tx.selectFrom('registrar').selectAll().where('county', '=', county);
  if (organ !== undefined && id !== undefined)
    query = query.where((where) => where(where.refTuple('organ', 'id'), '>', where.tuple(organ, id)));
  const rows = await query
    .orderBy('organ')
    .orderBy('id')
    .limit(page.limit + 1)
    .execute();
  return rows.map(registrarOf);
};

/** Whether the directory holds whom an authorisation names; a role needs no entry. */
export const isHolderKnown = async (
  tx: Transaction<DB>,
  { county, organisationId, personId }: Pick<Registrar, 'county' | 'organisationId' | 'personId'>,
): Promise<boolean> => {
  const { rows } = await sql<{ known: boolean }>`
    select (${organisationId}::uuid is null
        or exists (select from organisation where county = ${county} and id = ${organisationId}::uuid))
      and (${personId}::uuid is null or exists (select from person where county = ${county} and id = ${personId}::uuid))
      as known`.execute(tx);
  return rows[0]?.known === true;
};

/**
 * Whether a caller may register documents of an organ: one of the roles, the organisation or the person is authorised, by somebody else
 * than the caller, or the organisation bears the organ's name today.
 */
export const mayRegister = async (
  tx: Transaction<DB>,
  organ: { readonly county: string; readonly name: string; readonly today: string },
  caller: Pick<Caller, 'subject' | 'roles' | 'organisation' | 'person'>,
): Promise<boolean> => {
  const { county, name, today } = organ;
  const { subject, organisation = null, person = null } = caller;
  const { rows } = await sql<{ may: boolean }>`
    select exists (
      select from registrar
      where county = ${county} and organ = ${name} and ended_on is null
        and authorized_by <> ${subject}
        and (role = any (${[...caller.roles]}::text[]) or organisation_id = ${organisation}::uuid or person_id = ${person}::uuid)
    ) or exists (
      select from organisation
      where county = ${county} and id = ${organisation}::uuid and name = ${name}
        and valid_from <= ${today}::date and (valid_to is null or valid_to > ${today}::date)
    ) as may`.execute(tx);
  return rows[0]?.may === true;
};
