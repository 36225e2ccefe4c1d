// The decision of an id, read or held until the transaction ends.
import type { Transaction } from 'kysely';
import type { MeasureDecision } from '../domain/measure-decision.ts';
import { decisionOf, selectDecisions } from './decision-row.ts';
import type { DB } from './tables.ts';

/** The decision, or undefined where there is none in the counties of the scope. */
export const findDecision = async (tx: Transaction<DB>, id: string): Promise<MeasureDecision | undefined> => {
  const row = await selectDecisions(tx).where('decision.id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : decisionOf(row);
};

/** The same, locked. */
export const lockDecision = async (tx: Transaction<DB>, id: string): Promise<MeasureDecision | undefined> => {
  const row = await selectDecisions(tx).where('decision.id', '=', id).forUpdate().executeTakeFirst();
  return row === undefined ? undefined : decisionOf(row);
};
