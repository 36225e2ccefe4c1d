// The notice of an id, where it lies in the caller's scope.
import { sql, type Transaction } from 'kysely';
import { compileScope, type Scoped } from '#kernel/scope/scope.ts';
import type { Notice } from '../domain/notice.ts';
import { noticeOf } from './notice-row.ts';
import type { DB } from './tables.ts';

/** The notice, locked for a command where asked; undefined where there is none in the scope. */
export const findNotice = async (
  tx: Transaction<DB>,
  caller: Scoped,
  id: string,
  { lock = false }: { readonly lock?: boolean } = {},
): Promise<Notice | undefined> => {
  const inScope = compileScope(caller, { place: sql.ref('notice.place_id'), date: sql.ref('notice.issued_on') });
  const query = tx.selectFrom('notice').selectAll('notice').where('notice.id', '=', id).where(inScope);
  const row = await (lock ? query.forUpdate('notice') : query).executeTakeFirst();
  return row === undefined ? undefined : noticeOf(row);
};
