// A page of a county's observations, each in the revision that was known on a day.
import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { PageRequest } from '#kernel/operation/page.ts';
import { compileScope, type Scoped } from '#kernel/scope/scope.ts';
import { type ObservationRecord, observationColumns } from './observation-row.ts';
import type { DB } from './tables.ts';

/** What the list is asked for. */
export interface ObservationFilter {
  readonly county: string;
  readonly elementCode?: string;
  readonly placeId?: string;
  readonly period?: string;
}

const equal = (column: string, value: string | undefined): RawBuilder<unknown> =>
  value === undefined ? sql`` : sql`and ${sql.ref(column)} = ${value}`;

/** One observation more than the page shows, if there is one, by period, element and place. */
export const listObservationsOf = async (
  tx: Transaction<DB>,
  caller: Scoped,
  filter: ObservationFilter & { readonly knownOn: string },
  page: PageRequest,
): Promise<ObservationRecord[]> => {
  const [period, element, place] = page.after ?? [];
  const behind =
    period === undefined || element === undefined || place === undefined
      ? sql``
      : sql`and (seen.period, seen.element_code, seen.place_id) > (${period}, ${element}, ${place}::uuid)`;
  const scope = compileScope(caller, { place: sql.ref('seen.place_id'), date: sql.ref('seen.period_end') });
  const { rows } = await sql<ObservationRecord>`
    select ${observationColumns} from observation seen
    where seen.county = ${filter.county} and seen.recorded_on <= ${filter.knownOn}
      ${equal('seen.period', filter.period)} ${equal('seen.element_code', filter.elementCode)}
      ${equal('seen.place_id', filter.placeId)} ${behind} and ${scope}
      and not exists (
        select from observation later where later.county = seen.county and later.period = seen.period
          and later.element_code = seen.element_code and later.place_id = seen.place_id
          and later.revision > seen.revision and later.recorded_on <= ${filter.knownOn}
      )
    order by seen.period, seen.element_code, seen.place_id limit ${page.limit + 1}`.execute(tx);
  return rows;
};

/** The revisions of one observation, newest first; none where the caller may not see its place. */
export const listRevisionsOf = async (
  tx: Transaction<DB>,
  caller: Scoped,
  id: string,
  page: PageRequest,
): Promise<ObservationRecord[]> => {
  const [revision] = page.after ?? [];
  const behind = revision === undefined ? sql`` : sql`and seen.revision < ${revision}::int`;
  const scope = compileScope(caller, { place: sql.ref('seen.place_id'), date: sql.ref('seen.period_end') });
  const { rows } = await sql<ObservationRecord>`
    select ${observationColumns} from observation seen
    where seen.id = ${id} and ${scope} ${behind} order by seen.revision desc limit ${page.limit + 1}`.execute(tx);
  return rows;
};
