// The lights of one target, newest first.
import type { Transaction } from 'kysely';
import type { LightSince } from '../domain/light-history.ts';
import { lightColumns, lightSinceOf } from './light-row.ts';
import type { DB } from './tables.ts';

/** At most `limit` lights of a target. */
export const findLights = async (
  tx: Transaction<DB>,
  county: string,
  targetId: string,
  limit: number,
): Promise<LightSince[]> => {
  const rows = await tx
    .selectFrom('light')
    .select(lightColumns)
    .where('county', '=', county)
    .where('target_id', '=', targetId)
    .orderBy('since', 'desc')
    .limit(limit)
    .execute();
  return rows.map(lightSinceOf);
};
