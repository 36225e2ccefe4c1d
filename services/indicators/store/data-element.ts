// Data elements as their rows hold them: every version stays, the highest is the current one.
import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { DataElement } from '../domain/data-element.ts';
import type { DB } from './tables.ts';

const columns: RawBuilder<DataElement> = sql<DataElement>`
  code, version, name, definition, dimension, unit, precision, direction, accumulation, frequency,
  trim_scale(minimum)::text as minimum, trim_scale(maximum)::text as maximum,
  source_organisation_id as "sourceOrganisationId", as_of_lead_days as "asOfLeadDays"`;

/** The current version of each of some elements; of all elements where no codes are given. */
export const findElements = async (
  tx: Transaction<DB>,
  county: string,
  codes: readonly string[],
): Promise<DataElement[]> => {
  const { rows } = await sql<DataElement>`
    select distinct on (code) ${columns} from data_element
    where county = ${county} and code = any (${codes}::text[]) order by code, version desc`.execute(tx);
  return rows;
};

/** One element more than the page shows, if there is one, by code. */
export const listElementsOf = async (
  tx: Transaction<DB>,
  county: string,
  page: { readonly after: string; readonly limit: number },
): Promise<DataElement[]> => {
  const { rows } = await sql<DataElement>`
    select distinct on (code) ${columns} from data_element
    where county = ${county} and code > ${page.after} order by code, version desc limit ${page.limit}`.execute(tx);
  return rows;
};

/** Makes puts of a county wait for each other, so that two do not add the same version. */
export const lockElements = async (tx: Transaction<DB>, county: string): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtext(current_schema()), hashtext(${`elements.${county}`}))`.execute(tx);
};

/** Inserts versions of elements that became known on a business day. */
export const insertElements = async (
  tx: Transaction<DB>,
  county: string,
  putOn: string,
  elements: readonly DataElement[],
): Promise<void> => {
  if (elements.length === 0) return;
  await tx
    .insertInto('data_element')
    .values(
      elements.map(({ sourceOrganisationId, asOfLeadDays, ...element }) => ({
        ...element,
        county,
        source_organisation_id: sourceOrganisationId,
        as_of_lead_days: asOfLeadDays ?? 0,
        put_on: putOn,
      })),
    )
    .execute();
};
