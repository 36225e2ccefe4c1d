// The notices whose due day has passed without an answer.
import type { Transaction } from 'kysely';
import type { IsoDate } from '#kernel/values/date.ts';
import type { Notice } from '../domain/notice.ts';
import { noticeOf } from './notice-row.ts';
import type { DB } from './tables.ts';

/** The notices of a county that are issued and were due before a day, locked, in the order of their ids. */
export const findUnanswered = async (tx: Transaction<DB>, county: string, today: IsoDate): Promise<Notice[]> => {
  const rows = await tx
    .selectFrom('notice')
    .selectAll()
    .where('county', '=', county)
    .where('state', '=', 'issued')
    .where('due_on', '<', today)
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows.map(noticeOf);
};
