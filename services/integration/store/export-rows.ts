// The lists of the export whose rows are exported as they are: chosen columns of one table, by id.
import { type RawBuilder, sql } from 'kysely';
import type { ExportList } from '#kernel/service/definition.ts';
import type { DB } from './tables.ts';

/** A column as records name it: credit_code is creditCode. */
const named = (column: string): RawBuilder<unknown> => {
  const name = column.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return sql`${sql.ref(column)} as ${sql.ref(name)}`;
};

/** A list of a table that has the columns county and id. Counts of tries, numbers given in order of arrival and times stay out. */
const rowsOf =
  (table: string, columns: readonly string[]): ExportList<DB> =>
  async (tx, county, { after, limit }) => {
    const key = sql`id::text collate "C"`;
    const { rows } = await sql<{ id: string }>`
      select ${sql.join(columns.map(named))} from ${sql.table(table)}
      where county = ${county} and ${key} > ${after} order by ${key} limit ${limit}`.execute(tx);
    return rows.map((row) => ({ key: row.id, content: { ...row } }));
  };

/** Organisations. */
export const exportOrganisations: ExportList<DB> = rowsOf('organisation', [
  'id',
  'credit_code',
  'name',
  'kind',
  'department',
  'place_id',
  'valid_from',
  'valid_to',
  'version',
]);

/** Teams. */
export const exportTeams: ExportList<DB> = rowsOf('team', ['id', 'organisation_id', 'place_id']);

/** Posts, by ids of persons: no name leaves here. */
export const exportPosts: ExportList<DB> = rowsOf('post', [
  'id',
  'person_id',
  'organisation_id',
  'team_id',
  'role',
  'title',
  'held_from',
  'held_to',
]);

/** Synchronisations. How often one was tried depends on the day's faults and is no business content. */
export const exportSynchronisations: ExportList<DB> = rowsOf('synchronisation', [
  'id',
  'data_set',
  'period',
  'number',
  'state',
  'started_on',
]);

/** Deliveries with their receipts. The partner's receipt number and the number in the feed follow the order of arrival. */
export const exportDeliveries: ExportList<DB> = rowsOf('delivery', [
  'id',
  'partner',
  'kind',
  'record_key',
  'version',
  'placed',
  'state',
  'body',
  'digest',
  'reject_code',
  'receipt_date',
  'accepted_on',
  'executed_document',
  'replaces',
  'repair_reason',
]);

/** Registrars. Who recorded one at which desk stays with the audit. */
export const exportRegistrars: ExportList<DB> = rowsOf('registrar', [
  'id',
  'organ',
  'role',
  'organisation_id',
  'person_id',
  'basis',
  'authorized_on',
  'ended_on',
  'end_reason',
]);
