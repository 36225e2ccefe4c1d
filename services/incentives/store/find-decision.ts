// The decision of an id, to read or to change.
import type { Transaction } from 'kysely';
import type { MeasureDecision } from '../domain/measure-decision.ts';
import { decisionOf } from './decision-row.ts';
import type { DB } from './tables.ts';

/** The decision; undefined where there is none in the counties of the scope. */
export const findDecision = async (tx: Transaction<DB>, id: string): Promise<MeasureDecision | undefined> => {
  const row = await tx.selectFrom('decision').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : decisionOf(row);
};

/** The same, locked until the transaction ends. */
export const lockDecision = async (tx: Transaction<DB>, id: string): Promise<MeasureDecision | undefined> => {
  const row = await tx.selectFrom('decision').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return row === undefined ? undefined : decisionOf(row);
};
