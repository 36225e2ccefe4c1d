// The published indicator systems that this service has taken over.
import type { Transaction } from 'kysely';
import type { IndicatorSystem } from '#kernel/values/scheme/indicator-system.ts';
import type { DB } from './tables.ts';

/** A system with the day it was retired on, if it was. */
export interface KnownSystem {
  readonly county: string;
  readonly system: IndicatorSystem;
  readonly retiredOn: string | null;
}

// A system is read in full before it is stored.
const schemeOf = (json: unknown): IndicatorSystem => json as IndicatorSystem;

/** The system of an id; undefined where none was published to this county. */
export const findSystem = async (tx: Transaction<DB>, id: string): Promise<KnownSystem | undefined> => {
  const row = await tx
    .selectFrom('indicator_system')
    .select(['county', 'system', 'retired_on'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined
    ? undefined
    : { county: row.county, system: schemeOf(row.system), retiredOn: row.retired_on };
};

/** The system of a cycle: it is there, since no cycle opens on another. */
export const systemOf = async (tx: Transaction<DB>, id: string): Promise<IndicatorSystem> => {
  const known = await findSystem(tx, id);
  if (known === undefined) throw new Error(`The indicator system ${id} of a cycle is not stored.`);
  return known.system;
};
