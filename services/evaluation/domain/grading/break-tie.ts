// The committee's choice where teams with one total compete for the last seats.
import { accepted, type Result, refused } from '#kernel/values/result.ts';
import { proposalStateNames, stateConflict } from '../state-names.ts';
import type { ComputedGrade, TeamGradeProposal } from './team-grade.ts';

/** Which of the tied teams of a pool are excellent, by which document. */
export type TieBreak = { readonly pool: string; readonly teamIds: readonly string[]; readonly documentId: string };

/** Settles one tie. TIE_CHOICE_INVALID: no such tie, a team that is not in it, a team twice, or not as many as there are seats. */
export const breakTie = (
  proposal: TeamGradeProposal,
  { pool, teamIds, documentId }: TieBreak,
): Result<TeamGradeProposal, 'STATE_CONFLICT' | 'TIE_CHOICE_INVALID'> => {
  if (proposal.state !== 'tied')
    return stateConflict('等次建议', proposalStateNames[proposal.state], proposalStateNames.tied);
  const tie = proposal.ties.find((one) => one.pool === pool);
  if (tie === undefined) return refused('TIE_CHOICE_INVALID', { seats: 0, chosen: teamIds.length }, '/pool');
  const chosen = new Set(teamIds);
  if (
    chosen.size !== teamIds.length ||
    chosen.size !== tie.seats ||
    teamIds.some((teamId) => !tie.teamIds.includes(teamId))
  ) {
    return refused('TIE_CHOICE_INVALID', { seats: tie.seats, chosen: teamIds.length }, '/teamIds');
  }
  const settle = (grade: ComputedGrade): ComputedGrade => {
    if (!tie.teamIds.includes(grade.teamId)) return grade;
    return chosen.has(grade.teamId)
      ? { ...grade, computedGrade: 'excellent', reason: { code: 'CHOSEN_AT_TIE', documentId } }
      : { ...grade, computedGrade: grade.bandGrade, reason: { code: 'QUOTA_FULL' } };
  };
  const ties = proposal.ties.filter((one) => one !== tie);
  return accepted({
    ...proposal,
    state: ties.length === 0 ? 'proposed' : 'tied',
    grades: proposal.grades.map(settle),
    ties,
  });
};
