// Saves the new state of a notice that is locked.
import type { Transaction } from 'kysely';
import type { Notice } from '../domain/notice.ts';
import { rowOfNotice } from './notice-row.ts';
import type { DB } from './tables.ts';

/** Updates a notice. */
export const saveNotice = async (tx: Transaction<DB>, notice: Notice): Promise<void> => {
  await tx
    .updateTable('notice')
    .set(rowOfNotice(notice))
    .where('county', '=', notice.county)
    .where('id', '=', notice.id)
    .executeTakeFirstOrThrow();
};
