// Stores a new notice: a document tells a target once.
import type { Transaction } from 'kysely';
import type { Notice } from '../domain/notice.ts';
import { rowOfNotice } from './notice-row.ts';
import type { DB } from './tables.ts';

/** Inserts the notice; false where the same document has told the same target already. */
export const insertNotice = async (tx: Transaction<DB>, notice: Notice): Promise<boolean> => {
  const row = await tx
    .insertInto('notice')
    .values(rowOfNotice(notice))
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
};
