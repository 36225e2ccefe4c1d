// A page of a county's indicator systems without their content, newest first.
import type { Transaction } from 'kysely';
import type { PageRequest } from '#kernel/operation/page.ts';
import type { SystemState } from '../domain/indicator-system.ts';
import { stateOf } from './indicator-system.ts';
import type { DB } from './tables.ts';

/** What a list shows of a system. */
export interface SystemSummary {
  readonly id: string;
  readonly county: string;
  readonly code: string;
  readonly version: number;
  readonly name: string;
  readonly state: SystemState;
  readonly indicatorCount: number;
  readonly draftedOn: string;
  readonly publishedOn: string | null;
  readonly retiredOn: string | null;
}

/** One system more than the page shows, if there is one. */
export const listSystemsOf = async (
  tx: Transaction<DB>,
  county: string,
  state: SystemState | undefined,
  page: PageRequest,
): Promise<SystemSummary[]> => {
  const [draftedOn, id] = page.after ?? [];
  let query = tx
    .selectFrom('indicator_system')
    .select(['id', 'county', 'code', 'version', 'name', 'state'])
    .select(['indicator_count as indicatorCount', 'drafted_on as draftedOn'])
    .select(['published_on as publishedOn', 'retired_on as retiredOn'])
    .where('county', '=', county);
  if (state !== undefined) query = query.where('state', '=', state);
  if (draftedOn !== undefined && id !== undefined)
    query = query.where((where) => where(where.refTuple('drafted_on', 'id'), '<', where.tuple(draftedOn, id)));
  const rows = await query
    .orderBy('drafted_on', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute();
  return rows.map((row) => ({ ...row, state: stateOf(row.state) }));
};
