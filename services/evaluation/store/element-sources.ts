// Which department signs which values, and which values there can be.
import type { Transaction } from 'kysely';
import { decimal } from '#kernel/values/decimal.ts';
import type { ElementBounds } from '../domain/decide-objection.ts';
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

/** What the values of an element are held to; undefined where it is not known here, or was told before bounds were kept. */
export const elementBounds = async (
  tx: Transaction<DB>,
  county: string,
  code: string,
): Promise<ElementBounds | undefined> => {
  const row = await tx
    .selectFrom('element_source')
    .select(['places', 'minimum', 'maximum'])
    .where('county', '=', county)
    .where('code', '=', code)
    .executeTakeFirst();
  if (row === undefined || row.places === null || row.minimum === null || row.maximum === null) return undefined;
  return { places: row.places, minimum: decimal(row.minimum), maximum: decimal(row.maximum) };
};
