// Ending a synchronisation, under the claim of who worked on it.
import type { Transaction } from 'kysely';
import type { Failure } from '../outcomes/failure-words.ts';
import type { DB } from './tables.ts';

/** How it ended: with what came of it, or with a failure and its sentence in Chinese. */
export type SynchronisationEnd =
  | { readonly state: 'completed'; readonly received: number; readonly refused: number; readonly batchId?: string }
  | ({ readonly state: 'failed'; readonly sentence: string } & Failure);

/** Stores the end; nothing where the claim was lost meanwhile. */
export const endSynchronisation = async (
  tx: Transaction<DB>,
  { county, id }: { readonly county: string; readonly id: string },
  claim: string,
  end: SynchronisationEnd,
): Promise<void> => {
  const result =
    end.state === 'failed'
      ? { failure: end.sentence, failure_code: end.code, failure_params: JSON.stringify(end.params) }
      : {
          received: end.received,
          refused: end.refused,
          batch_id: end.batchId ?? null,
          failure: null,
          failure_code: null,
        };
  await tx
    .updateTable('synchronisation')
    .set({ state: end.state, claim: null, claimed_until: null, ...result })
    .where('county', '=', county)
    .where('id', '=', id)
    .where('claim', '=', claim)
    .execute();
};
