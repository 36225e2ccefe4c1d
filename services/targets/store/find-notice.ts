// The notice of an id, where it lies in the caller's scope.
import type { Transaction } from 'kysely';
import type { Scoped } from '#kernel/scope/scope.ts';
import type { Notice } from '../domain/notice.ts';
import { cycleScope } from './cycle-scope.ts';
import { noticeOf } from './notice-row.ts';
import type { DB } from './tables.ts';

/** The notice, locked for a command where asked; undefined where there is none in the scope. */
export const findNotice = async (
  tx: Transaction<DB>,
  caller: Scoped,
  id: string,
  { lock = false }: { readonly lock?: boolean } = {},
): Promise<Notice | undefined> => {
  const query = tx
    .selectFrom('notice')
    .selectAll('notice')
    .where('notice.id', '=', id)
    .where(cycleScope(caller, 'notice'));
  const row = await (lock ? query.forUpdate('notice') : query).executeTakeFirst();
  return row === undefined ? undefined : noticeOf(row);
};
