// getTeamGradeProposal.
import { etagOf } from '#kernel/operation/etag.ts';
import { problem } from '#kernel/problem/problem.ts';
import type { EvaluationHandler } from '../../handler.ts';
import { findProposal } from '../../store/proposals.ts';
import { proposalRecord } from './proposal-record.ts';

/** One proposal. NOT_FOUND also for another county's. */
export const getTeamGradeProposal: EvaluationHandler<'getTeamGradeProposal'> = async ({ path }, call) => {
  const row = await findProposal(call.tx, path.proposalId);
  if (row === undefined) throw problem('NOT_FOUND', { what: '等次建议' });
  return { status: 200, body: proposalRecord(row), etag: etagOf(row.version) };
};
