// listValueConfirmations.
import { paged, pageOf } from '#kernel/operation/page.ts';
import type { EvaluationHandler } from '../../handler.ts';
import { listConfirmationsOf } from '../../store/value-confirmations.ts';
import { cycleOf } from '../cycle/cycle-of.ts';
import { confirmationRecord } from './value-records.ts';

/** What the units within the caller's places said, newest first. */
export const listValueConfirmations: EvaluationHandler<'listValueConfirmations'> = async ({ path, query }, call) => {
  const cycle = await cycleOf(call, path.cycleId);
  const page = pageOf(query, ['serial']);
  const of = { cycleId: cycle.id, ...(query.unitId === undefined ? {} : { unitId: query.unitId }) };
  const rows = await listConfirmationsOf(call.tx, call.caller, of, page);
  return { status: 200, body: paged(rows, page, (row) => [row.ordinal], confirmationRecord) };
};
