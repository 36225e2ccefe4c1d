// The committee's choice where teams with one total compete for the last seats.
import { accepted, type Result, refused } from '#kernel/values/result.ts';
import { proposalStateNames, stateConflict } from '../state-names.ts';
import { type ComputedGrade, excellentCount, type TeamGradeProposal } from './team-grade.ts';

/**
 * Settles the tie that the chosen teams stand in.
 * TIE_CHOICE_UNFIT: a team that is in no tie or in another one, a team twice, or not as many as there are seats.
 */
export const breakTie = (
  proposal: TeamGradeProposal,
  teamIds: readonly string[],
): Result<TeamGradeProposal, 'STATE_CONFLICT' | 'TIE_CHOICE_UNFIT'> => {
  if (proposal.state !== 'tied')
    return stateConflict('等次建议', proposalStateNames[proposal.state], proposalStateNames.tied);
  const chosen = new Set(teamIds);
  const tie = proposal.ties.find((one) => one.teamIds.some((teamId) => chosen.has(teamId)));
  const fits =
    chosen.size === teamIds.length &&
    chosen.size === tie?.seats &&
    teamIds.every((teamId) => tie.teamIds.includes(teamId));
  if (tie === undefined || !fits)
    return refused('TIE_CHOICE_UNFIT', { seats: tie?.seats ?? 0, chosen: teamIds.length }, '/teamIds');
  const settle = (grade: ComputedGrade): ComputedGrade => {
    if (!tie.teamIds.includes(grade.teamId)) return grade;
    return chosen.has(grade.teamId)
      ? { ...grade, computedGrade: 'excellent', reason: 'chosen-by-committee' }
      : { ...grade, computedGrade: grade.bandGrade, reason: 'not-chosen-by-committee' };
  };
  const grades = proposal.grades.map(settle);
  const ties = proposal.ties.filter((one) => one !== tie);
  return accepted({
    state: ties.length === 0 ? 'proposed' : 'tied',
    quota: { ...proposal.quota, used: excellentCount(grades) },
    grades,
    ties,
  });
};
