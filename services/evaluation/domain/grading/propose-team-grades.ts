// Computes team grades from approved unit results: quota, bars, bands, and ties that are left open.
import { apportion } from '#kernel/values/apportion.ts';
import { compare, type Decimal, decimalOf, multiply, round } from '#kernel/values/decimal.ts';
import { accepted, type Result, refused } from '#kernel/values/result.ts';
import {
  type AssessedTeam,
  type ComputedGrade,
  excellentCount,
  type GradeReason,
  type TeamBar,
  type TeamGradeProposal,
  type TeamGradeRules,
  type Tie,
} from './team-grade.ts';

const exactSeats = (rules: TeamGradeRules, teams: number): Decimal => multiply(rules.excellent.share, decimalOf(teams));

const seatsOf = (rules: TeamGradeRules, teams: number): number =>
  Number(round(exactSeats(rules, teams), 0, rules.excellent.rounding));

/** Teams that compete for the same seats; the group is null where all share one pool. */
type Pool = { readonly groupCode: string | null; readonly teams: readonly AssessedTeam[]; readonly seats: number };

/** Divides teams into pools with their seats; groups are taken in the order of their codes, so that nothing depends on the input's. */
const poolsOf = (rules: TeamGradeRules, teams: readonly AssessedTeam[]): readonly Pool[] => {
  if (teams.length === 0) return [];
  const quota = seatsOf(rules, teams.length);
  if (rules.excellent.seats === 'one-pool') return [{ groupCode: null, teams, seats: quota }];
  const groups = [...new Set(teams.map(({ groupCode }) => groupCode))]
    .sort()
    .map((groupCode) => ({ groupCode, teams: teams.filter((team) => team.groupCode === groupCode) }));
  if (rules.excellent.seats === 'each-group') {
    return groups.map((group) => ({ ...group, seats: seatsOf(rules, group.teams.length) }));
  }
  const shares = apportion(
    decimalOf(quota),
    groups.map((group) => decimalOf(group.teams.length)),
    0,
  );
  return groups.map((group, index) => ({ ...group, seats: Number(shares[index] ?? 0) }));
};

const bandOf = (rules: TeamGradeRules, total: Decimal): ComputedGrade['bandGrade'] => {
  const band = rules.bands.find(({ from }) => from === null || compare(total, from) >= 0);
  if (band === undefined) throw new Error('the last band of the grading rules has a lower bound');
  return band.grade;
};

const gradeOf = (
  rules: TeamGradeRules,
  team: AssessedTeam,
  reason: GradeReason,
  bar: TeamBar | null,
): ComputedGrade => {
  const bandGrade = bandOf(rules, team.total);
  const open = reason === 'tied-at-cut' ? null : bandGrade;
  return { ...team, bandGrade, reason, bar, computedGrade: reason === 'within-quota' ? 'excellent' : open };
};

type FilledPool = { readonly grades: readonly ComputedGrade[]; readonly tie: Tie | undefined };

/** Fills the seats of a pool by total; whoever shares the total at the cut with someone left out is tied. */
const fillPool = (rules: TeamGradeRules, pool: Pool, bars: ReadonlyMap<string, TeamBar>): FilledPool => {
  const { groupCode, teams, seats } = pool;
  const { from } = rules.excellent;
  const eligible = teams.filter(({ teamId, total }) => !bars.has(teamId) && compare(total, from) >= 0);
  const ordered = [...eligible].sort((a, b) => compare(b.total, a.total));
  // Without a first one left out nobody competes, and without a last one in there is no seat to compete for.
  const [lastIn, firstOut] = [seats === 0 ? undefined : ordered[seats - 1], ordered[seats]];
  const tiedTotal = lastIn !== undefined && lastIn.total === firstOut?.total ? lastIn.total : undefined;
  const reasonOf = ({ teamId, total }: AssessedTeam): GradeReason => {
    if (bars.has(teamId)) return 'barred';
    if (compare(total, from) < 0) return 'below-excellent';
    if (total === tiedTotal) return 'tied-at-cut';
    return firstOut === undefined || compare(total, firstOut.total) > 0 ? 'within-quota' : 'beyond-quota';
  };
  const grades = teams.map((team) => gradeOf(rules, team, reasonOf(team), bars.get(team.teamId) ?? null));
  const tied = grades.filter(({ reason }) => reason === 'tied-at-cut').map(({ teamId }) => teamId);
  if (tied.length === 0) return { grades, tie: undefined };
  return { grades, tie: { groupCode, teamIds: [...tied].sort(), seats: seats - excellentCount(grades) } };
};

const byPlace = (a: ComputedGrade, b: ComputedGrade): number => {
  if (a.groupCode !== b.groupCode) return a.groupCode < b.groupCode ? -1 : 1;
  return compare(b.total, a.total) || (a.teamId < b.teamId ? -1 : 1);
};

/**
 * Proposes team grades. The quota is a share of the assessed teams (23 × 30 % = 6.9, floor → 6); barred teams are skipped with
 * their reason and leave their seat to the next; seats that no team may fill stay empty; a tie at the cut is left to the committee.
 * VALUE_INVALID for a bar of a team that is not assessed, or that the rules do not know.
 */
export const proposeTeamGrades = (
  rules: TeamGradeRules,
  teams: readonly AssessedTeam[],
  bars: readonly TeamBar[],
): Result<TeamGradeProposal, 'VALUE_INVALID'> => {
  const known = new Set(teams.map(({ teamId }) => teamId));
  const barred = new Map<string, TeamBar>();
  for (const [index, bar] of bars.entries()) {
    const { teamId, barCode } = bar;
    if (!known.has(teamId))
      return refused('VALUE_INVALID', { field: 'teamId', reason: '不在参评领导班子之列' }, `/bars/${index}/teamId`);
    if (!rules.bars.some(({ code }) => code === barCode)) {
      return refused('VALUE_INVALID', { field: 'barCode', reason: `规则中没有 ${barCode}` }, `/bars/${index}/barCode`);
    }
    // The first bar that is named for a team is the one shown; each of them alone would do.
    if (!barred.has(teamId)) barred.set(teamId, bar);
  }
  const pools = poolsOf(rules, teams);
  const filled = pools.map((pool) => fillPool(rules, pool, barred));
  const grades = filled.flatMap((pool) => pool.grades).sort(byPlace);
  const ties = filled.flatMap(({ tie }) => tie ?? []);
  return accepted({
    state: ties.length === 0 ? 'proposed' : 'tied',
    quota: {
      assessedTeams: teams.length,
      share: rules.excellent.share,
      exact: exactSeats(rules, teams.length),
      seats: pools.reduce((total, { seats }) => total + seats, 0),
      used: excellentCount(grades),
    },
    grades,
    ties,
  });
};
