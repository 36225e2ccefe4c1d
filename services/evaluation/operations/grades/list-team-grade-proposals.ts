// listTeamGradeProposals.
import { paged, pageOf } from '#kernel/operation/page.ts';
import type { EvaluationHandler } from '../../handler.ts';
import { listProposalsOf } from '../../store/proposals.ts';
import { cycleOf } from '../cycle/cycle-of.ts';
import { proposalSummary } from './proposal-record.ts';

/** The proposals of a cycle, newest first. */
export const listTeamGradeProposals: EvaluationHandler<'listTeamGradeProposals'> = async ({ path, query }, call) => {
  const cycle = await cycleOf(call, path.cycleId);
  const page = pageOf(query, ['whole']);
  const rows = await listProposalsOf(call.tx, cycle.id, page);
  return { status: 200, body: paged(rows, page, (row) => [String(row.number)], proposalSummary) };
};
