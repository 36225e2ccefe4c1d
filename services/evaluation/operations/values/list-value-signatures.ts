// listValueSignatures.
import { paged, pageOf } from '#kernel/operation/page.ts';
import type { EvaluationHandler } from '../../handler.ts';
import { listSignaturesOf } from '../../store/value-signatures.ts';
import { cycleOf } from '../cycle/cycle-of.ts';
import { signatureRecord } from './value-records.ts';

/** The signatures of a cycle, newest first. */
export const listValueSignatures: EvaluationHandler<'listValueSignatures'> = async ({ path, query }, call) => {
  const cycle = await cycleOf(call, path.cycleId);
  const page = pageOf(query, ['serial']);
  const rows = await listSignaturesOf(call.tx, cycle.id, page);
  return { status: 200, body: paged(rows, page, (row) => [row.ordinal], signatureRecord) };
};
