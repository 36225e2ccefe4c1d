// A place that a request names is one that the directory holds, or held once.
import { sql, type Transaction } from 'kysely';
import { problem } from '#kernel/problem/problem.ts';

/** Throws PLACE_UNKNOWN for the id of a place that the service's directory never held. Which places there are is no secret. */
export const requirePlace = async <DB>(tx: Transaction<DB>, placeId: string, pointer: string): Promise<void> => {
  const { rows } = await sql<{ known: boolean }>`
    select exists (select from directory_place where place_id = ${placeId}::uuid) as known`.execute(tx);
  if (rows[0]?.known === true) return;
  const faults = [{ pointer, code: 'PLACE_UNKNOWN', expected: 'what the detail says' }];
  throw problem('PLACE_UNKNOWN', { placeId }, { faults });
};
