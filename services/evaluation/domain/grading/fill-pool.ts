// Fills the seats of a pool by total, and finds out who stands at its cut.
import { compare, type Decimal } from '#kernel/values/decimal.ts';
import type { Pool } from './seat-pools.ts';
import type { AssessedTeam, ComputedGrade, GradeReason, TeamBar, TeamGradeRules } from './team-grade.ts';

/** What grades a pool: the rules, and the bars by team. */
export type Grading = { readonly rules: TeamGradeRules; readonly bars: ReadonlyMap<string, TeamBar> };

/** A pool with the grades of its teams, and the teams at its cut: `seats` of them have a place, and one more where a seat is open. */
export type FilledPool = {
  readonly pool: Pool;
  readonly grades: readonly ComputedGrade[];
  readonly cut: { readonly teamIds: readonly string[]; readonly seats: number } | undefined;
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

/** The total at the cut where some of the teams that have it are left out; undefined where nobody competes for a seat. */
const tiedTotal = (ordered: readonly AssessedTeam[], seats: number, open: boolean): Decimal | undefined => {
  const firstOut = ordered[seats];
  // Whoever is next in a pool to which a seat is open competes for it, alone or beside those of one total.
  if (open) return firstOut?.total;
  const lastIn = seats === 0 ? undefined : ordered[seats - 1];
  return lastIn !== undefined && lastIn.total === firstOut?.total ? lastIn.total : undefined;
};

/**
 * Fills a pool: barred teams and those below the least total are passed over, and whoever stands at the cut has no grade yet. In a
 * pool to which a seat is open (`open`) that is also the next team in line.
 */
export const fillPool = ({ rules, bars }: Grading, pool: Pool, open: boolean): FilledPool => {
  const { teams, seats } = pool;
  const { from } = rules.excellent;
  const eligible = teams.filter(({ teamId, total }) => !bars.has(teamId) && compare(total, from) >= 0);
  const ordered = [...eligible].sort((a, b) => compare(b.total, a.total));
  const firstOut = ordered[seats];
  const tied = tiedTotal(ordered, seats, open);
  const reasonOf = ({ teamId, total }: AssessedTeam): GradeReason => {
    if (bars.has(teamId)) return 'barred';
    if (compare(total, from) < 0) return 'below-excellent';
    if (total === tied) return 'tied-at-cut';
    return firstOut === undefined || compare(total, firstOut.total) > 0 ? 'within-quota' : 'beyond-quota';
  };
  const grades = teams.map((team) => gradeOf(rules, team, reasonOf(team), bars.get(team.teamId) ?? null));
  const teamIds = grades.filter(({ reason }) => reason === 'tied-at-cut').map(({ teamId }) => teamId);
  if (teamIds.length === 0) return { pool, grades, cut: undefined };
  const within = grades.filter(({ reason }) => reason === 'within-quota').length;
  return { pool, grades, cut: { teamIds: [...teamIds].sort(), seats: seats - within } };
};
