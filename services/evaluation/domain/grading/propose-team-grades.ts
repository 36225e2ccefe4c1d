// Computes team grades from approved unit results: quota, bars, bands, and ties that are left open.
import { apportion } from '#kernel/values/apportion.ts';
import { compare, type Decimal, decimalOf, multiply, round } from '#kernel/values/decimal.ts';
import { accepted, type Result, refused } from '#kernel/values/result.ts';
import type {
  AssessedTeam,
  ComputedGrade,
  GradeReason,
  TeamBar,
  TeamGradeProposal,
  TeamGradeRules,
  Tie,
} from './team-grade.ts';

/** The pool that takes all teams. */
export const onePool = 'all';

const seatsOf = (rules: TeamGradeRules, teams: number): number =>
  Number(round(multiply(rules.excellent.share, decimalOf(teams)), 0, rules.excellent.rounding));

type Pool = { readonly pool: string; readonly teams: readonly AssessedTeam[]; readonly seats: number };

/** Divides teams into pools with their seats; groups are taken in the order of their codes, so that nothing depends on the input's. */
const poolsOf = (rules: TeamGradeRules, teams: readonly AssessedTeam[]): readonly Pool[] => {
  if (teams.length === 0) return [];
  const quota = seatsOf(rules, teams.length);
  if (rules.excellent.seats === 'one-pool') return [{ pool: onePool, teams, seats: quota }];
  const groups = [...new Set(teams.map(({ groupCode }) => groupCode))].sort();
  const members = groups.map((group) => teams.filter(({ groupCode }) => groupCode === group));
  if (rules.excellent.seats === 'each-group') {
    return groups.map((pool, index) => ({
      pool,
      teams: members[index] ?? [],
      seats: seatsOf(rules, members[index]?.length ?? 0),
    }));
  }
  const shares = apportion(
    decimalOf(quota),
    members.map(({ length }) => decimalOf(length)),
    0,
  );
  return groups.map((pool, index) => ({ pool, teams: members[index] ?? [], seats: Number(shares[index] ?? 0) }));
};

const bandOf = (rules: TeamGradeRules, total: Decimal): ComputedGrade['bandGrade'] => {
  const band = rules.bands.find(({ from }) => from === null || compare(total, from) >= 0) ?? rules.bands.at(-1);
  if (band === undefined) throw new Error('grading rules have no band');
  return band.grade;
};

const gradeOf = (rules: TeamGradeRules, team: AssessedTeam, reason: GradeReason): ComputedGrade => {
  const bandGrade = bandOf(rules, team.total);
  const grades = { WITHIN_QUOTA: 'excellent', CHOSEN_AT_TIE: 'excellent', TIED_AT_CUT: null } as const;
  return {
    ...team,
    bandGrade,
    reason,
    computedGrade: reason.code in grades ? grades[reason.code as keyof typeof grades] : bandGrade,
  };
};

/** Fills the seats of a pool by total; whoever shares the total at the cut with someone left out is tied. */
const fillPool = (
  rules: TeamGradeRules,
  { pool, teams, seats }: Pool,
  bars: ReadonlyMap<string, TeamBar>,
): { readonly grades: readonly ComputedGrade[]; readonly tie: Tie | undefined } => {
  const eligible = teams.filter(({ teamId, total }) => !bars.has(teamId) && compare(total, rules.excellent.from) >= 0);
  const ordered = [...eligible].sort((a, b) => compare(b.total, a.total));
  const [lastIn, firstOut] = [seats === 0 ? undefined : ordered[seats - 1], ordered[seats]];
  const tiedTotal =
    lastIn !== undefined && firstOut !== undefined && lastIn.total === firstOut.total ? lastIn.total : undefined;
  const cut = lastIn ?? (seats > 0 ? ordered.at(-1) : undefined);
  const reasonOf = (team: AssessedTeam): GradeReason => {
    const bar = bars.get(team.teamId);
    if (bar !== undefined) return { code: 'BARRED', bar: bar.code, documentId: bar.documentId };
    if (compare(team.total, rules.excellent.from) < 0) return { code: 'BELOW_EXCELLENT' };
    if (team.total === tiedTotal) return { code: 'TIED_AT_CUT' };
    return cut !== undefined && compare(team.total, cut.total) >= 0 ? { code: 'WITHIN_QUOTA' } : { code: 'QUOTA_FULL' };
  };
  const grades = teams.map((team) => gradeOf(rules, team, reasonOf(team)));
  const tied = grades.filter(({ reason }) => reason.code === 'TIED_AT_CUT').map(({ teamId }) => teamId);
  const taken = grades.filter(({ reason }) => reason.code === 'WITHIN_QUOTA').length;
  return { grades, tie: tied.length === 0 ? undefined : { pool, seats: seats - taken, teamIds: [...tied].sort() } };
};

const byPlace = (a: ComputedGrade, b: ComputedGrade): number => {
  if (a.groupCode !== b.groupCode) return a.groupCode < b.groupCode ? -1 : 1;
  return compare(b.total, a.total) || (a.teamId < b.teamId ? -1 : 1);
};

/**
 * Proposes team grades. The quota is a share of the assessed teams (23 × 30 % = 6.9, floor → 6); barred teams are skipped with
 * their reason and leave their seat to the next; seats that no team may fill stay empty. BAR_UNKNOWN, TEAM_UNKNOWN for facts that fit nothing.
 */
export const proposeTeamGrades = (
  rules: TeamGradeRules,
  teams: readonly AssessedTeam[],
  bars: readonly TeamBar[],
): Result<TeamGradeProposal, 'BAR_UNKNOWN' | 'TEAM_UNKNOWN'> => {
  const known = new Set(teams.map(({ teamId }) => teamId));
  for (const { teamId, code } of bars) {
    if (!known.has(teamId)) return refused('TEAM_UNKNOWN', { teamId });
    if (!rules.bars.some((bar) => bar.code === code)) return refused('BAR_UNKNOWN', { code });
  }
  const barred = new Map([...bars].reverse().map((bar) => [bar.teamId, bar]));
  const pools = poolsOf(rules, teams);
  const filled = pools.map((pool) => fillPool(rules, pool, barred));
  const ties = filled.flatMap(({ tie }) => tie ?? []);
  return accepted({
    state: ties.length === 0 ? 'proposed' : 'tied',
    assessed: teams.length,
    quota: pools.reduce((total, { seats }) => total + seats, 0),
    pools: pools.map(({ pool, teams: members, seats }) => ({ pool, teams: members.length, seats })),
    grades: filled.flatMap(({ grades }) => grades).sort(byPlace),
    ties,
  });
};
