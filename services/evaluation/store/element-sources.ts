// Which department signs which values.
import type { Transaction } from 'kysely';
import type { DB } from './tables.ts';

/** The source departments by the codes of their data elements; an element that is not known here is not in it. */
export const elementSources = async (
  tx: Transaction<DB>,
  county: string,
  codes: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  const rows = await tx
    .selectFrom('element_source')
    .select(['code', 'organisation_id'])
    .where('county', '=', county)
    .where('code', 'in', [...codes])
    .execute();
  return new Map(rows.map(({ code, organisation_id }) => [code, organisation_id]));
};
