// A page of a county's notices, newest first.
import type { Transaction } from 'kysely';
import type { PageRequest } from '#kernel/operation/page.ts';
import type { Scoped } from '#kernel/scope/scope.ts';
import type { Notice, NoticeState } from '../domain/notice.ts';
import { cycleScope } from './cycle-scope.ts';
import { noticeOf } from './notice-row.ts';
import type { DB } from './tables.ts';

/** One notice more than the page shows, if there is one. */
export const listNoticesOf = async (
  tx: Transaction<DB>,
  caller: Scoped,
  wanted: {
    readonly county: string;
    readonly cycleId?: string;
    readonly unitId?: string;
    readonly state?: NoticeState;
  },
  page: PageRequest,
): Promise<Notice[]> => {
  let query = tx
    .selectFrom('notice')
    .selectAll('notice')
    .where('notice.county', '=', wanted.county)
    .where(cycleScope(caller, 'notice'));
  if (wanted.cycleId !== undefined) query = query.where('cycle_id', '=', wanted.cycleId);
  if (wanted.unitId !== undefined) query = query.where('unit_id', '=', wanted.unitId);
  if (wanted.state !== undefined) query = query.where('state', '=', wanted.state);
  const [date, id] = page.after ?? [];
  if (date !== undefined && id !== undefined)
    query = query.where((where) => where(where.refTuple('issued_on', 'id'), '<', where.tuple(date, id)));
  const rows = await query
    .orderBy('issued_on', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute();
  return rows.map(noticeOf);
};
