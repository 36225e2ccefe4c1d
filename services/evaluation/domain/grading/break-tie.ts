// The committee's choice where teams of equal standing compete for the last seats.
import { accepted, type Result, refused } from '#kernel/values/result.ts';
import { stateConflict } from '#kernel/values/state-conflict.ts';
import { proposalStateNames } from '../state-names.ts';
import {
  type ComputedGrade,
  excellentCount,
  isOfPool,
  type SeatPool,
  type TeamGradeProposal,
  type Tie,
} from './team-grade.ts';

const gradeOf = (grade: ComputedGrade, tie: Tie, chosen: ReadonlySet<string>): ComputedGrade => {
  if (!tie.teamIds.includes(grade.teamId)) return grade;
  return chosen.has(grade.teamId)
    ? { ...grade, computedGrade: 'excellent', reason: 'chosen-by-committee' }
    : { ...grade, computedGrade: grade.bandGrade, reason: 'not-chosen-by-committee' };
};

/**
 * The pools after the choice: one that has gained an open seat has one more. Undefined where the choice leaves a pool fewer seats
 * than are its own, or gives it two of the open ones.
 */
const settledPools = (
  pools: readonly SeatPool[],
  grades: readonly ComputedGrade[],
  tie: Tie,
): readonly SeatPool[] | undefined => {
  if (tie.reason === 'equal-totals') return pools;
  const settled = pools.map((pool): SeatPool | undefined => {
    const own = grades.filter((grade) => isOfPool(grade, pool));
    if (!own.some(({ teamId }) => tie.teamIds.includes(teamId))) return pool;
    const gained = excellentCount(own) - pool.seats;
    return gained === 0 || gained === 1 ? { ...pool, seats: pool.seats + gained } : undefined;
  });
  return settled.includes(undefined) ? undefined : settled.flatMap((pool) => pool ?? []);
};

/**
 * Settles the tie that the chosen teams stand in. TIE_CHOICE_UNFIT: a team that is in no tie or in another one, a team twice, not as
 * many as there are seats, or more or fewer of a group than it can have.
 */
export const breakTie = (
  proposal: TeamGradeProposal,
  teamIds: readonly string[],
): Result<TeamGradeProposal, 'STATE_CONFLICT' | 'TIE_CHOICE_UNFIT'> => {
  if (proposal.state !== 'tied')
    return stateConflict('等次建议', proposalStateNames[proposal.state], proposalStateNames.tied);
  const chosen = new Set(teamIds);
  const tie = proposal.ties.find((one) => one.teamIds.some((teamId) => chosen.has(teamId)));
  const unfit = refused('TIE_CHOICE_UNFIT', { seats: tie?.seats ?? 0, chosen: teamIds.length }, '/teamIds');
  const fits =
    chosen.size === teamIds.length &&
    chosen.size === tie?.seats &&
    teamIds.every((teamId) => tie.teamIds.includes(teamId));
  if (tie === undefined || !fits) return unfit;
  const grades = proposal.grades.map((grade) => gradeOf(grade, tie, chosen));
  const pools = settledPools(proposal.quota.pools, grades, tie);
  if (pools === undefined) return unfit;
  const ties = proposal.ties.filter((one) => one !== tie);
  return accepted({
    state: ties.length === 0 ? 'proposed' : 'tied',
    quota: { ...proposal.quota, used: excellentCount(grades), pools },
    grades,
    ties,
  });
};
