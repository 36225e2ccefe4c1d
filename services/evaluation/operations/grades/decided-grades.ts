// What a decision on team grades comes to: the proposal that it names, unchanged, and a grade for each team.

import { problem } from '#kernel/problem/problem.ts';
import { taken } from '#kernel/problem/taken.ts';
import { stateConflict } from '#kernel/values/state-conflict.ts';
import { decideTeamGrades, type TeamGrade } from '../../domain/grading/decide-team-grades.ts';
import type { TeamGradeProposal } from '../../domain/grading/team-grade.ts';
import { proposalStateNames } from '../../domain/state-names.ts';
import type { Schemas } from '../../handler.ts';
import type { ProposalRow } from '../../store/proposals.ts';

const stateNames = { ...proposalStateNames, superseded: '已被取代' } as const;

/** The proposal as the domain decides on it. STATE_CONFLICT for one that is superseded or decided. */
export const openProposal = (row: ProposalRow): TeamGradeProposal => {
  const { state, quota, grades, ties } = row;
  if (state === 'superseded' || state === 'decided')
    return taken(stateConflict('等次建议', stateNames[state], proposalStateNames.proposed));
  return { state, quota, grades, ties };
};

/**
 * The grades that a decision fixes. DECIDED_RECORD_CHANGED where the proposal is another than the organ saw, TIE_UNBROKEN, and as the
 * domain says: GRADES_INCOMPLETE, GRADE_REASON_MISSING, TEAM_BARRED, EXCELLENT_QUOTA_EXCEEDED, EXCELLENT_POOL_EXCEEDED.
 */
export const decidedGrades = (
  row: ProposalRow,
  version: number | null,
  grades: readonly Schemas['DecidedTeamGrade'][],
): readonly TeamGrade[] => {
  const proposal = openProposal(row);
  if (row.version !== version) throw problem('DECIDED_RECORD_CHANGED', { what: '等次建议' });
  if (proposal.state === 'tied') throw problem('TIE_UNBROKEN');
  return taken(decideTeamGrades(proposal, grades));
};
