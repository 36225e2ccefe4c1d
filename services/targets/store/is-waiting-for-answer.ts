// Whether a notice on a target may still be answered in time.
import type { Transaction } from 'kysely';
import type { DB } from './tables.ts';

/** True while a notice on the target is issued and neither answered nor overdue. */
export const isWaitingForAnswer = async (tx: Transaction<DB>, county: string, targetId: string): Promise<boolean> => {
  const row = await tx
    .selectFrom('notice')
    .select('id')
    .where('county', '=', county)
    .where('target_id', '=', targetId)
    .where('state', '=', 'issued')
    .executeTakeFirst();
  return row !== undefined;
};
