// Computes team grades from approved unit results: quota, bars, bands, and ties that are left open.
import { compare } from '#kernel/values/decimal.ts';
import { accepted, type Result, refused } from '#kernel/values/result.ts';
import { type FilledPool, fillPool, type Grading } from './fill-pool.ts';
import { exactSeats, type Pool, type Pools, poolsOf } from './seat-pools.ts';
import {
  type AssessedTeam,
  type ComputedGrade,
  excellentCount,
  type TeamBar,
  type TeamGradeProposal,
  type TeamGradeRules,
  type Tie,
} from './team-grade.ts';

const tieOf = ({ pool, cut }: FilledPool): Tie | undefined =>
  cut === undefined ? undefined : { groupCode: pool.groupCode, ...cut, reason: 'equal-totals' };

/** Who competes for the open seats: in each pool that contends, the next in line, beside those who stand at its own cut. */
const openTie = (contenders: readonly FilledPool[], seatsOpen: number): Tie => {
  const cuts = contenders.flatMap(({ cut }) => cut ?? []);
  return {
    groupCode: null,
    teamIds: cuts.flatMap(({ teamIds }) => teamIds).sort(),
    seats: cuts.reduce((seats, cut) => seats + cut.seats, seatsOpen),
    reason: 'equal-remainders',
  };
};

/**
 * Fills the pools. Seats to which pools have an equal claim are left open; a pool without a team that could take one does not
 * compete, and where no more pools compete than seats are open, each gets its seat.
 */
const fillPools = (grading: Grading, { pools, seatsOpen }: Pools): { filled: FilledPool[]; ties: Tie[] } => {
  const next = (pool: Pool): FilledPool => fillPool(grading, pool, true);
  const competing = pools.filter((pool) => pool.contends && next(pool).cut !== undefined);
  const open = competing.length > seatsOpen;
  const filled = pools.map((pool) => {
    if (!competing.includes(pool)) return fillPool(grading, pool, false);
    return open ? next(pool) : fillPool(grading, { ...pool, seats: pool.seats + 1 }, false);
  });
  if (!open) return { filled, ties: filled.flatMap((pool) => tieOf(pool) ?? []) };
  const contenders = filled.filter(({ pool }) => competing.includes(pool));
  const others = filled.filter(({ pool }) => !competing.includes(pool));
  return { filled, ties: [...others.flatMap((pool) => tieOf(pool) ?? []), openTie(contenders, seatsOpen)] };
};

const byPlace = (a: ComputedGrade, b: ComputedGrade): number => {
  if (a.groupCode !== b.groupCode) return a.groupCode < b.groupCode ? -1 : 1;
  return compare(b.total, a.total) || (a.teamId < b.teamId ? -1 : 1);
};

/**
 * Proposes team grades. The quota is a share of the assessed teams (23 × 30 % = 6.9, floor → 6); barred teams are skipped with
 * their reason and leave their seat to the next; seats that no team may fill stay empty; a tie at the cut is left to the committee,
 * and so is a seat to which groups have an equal claim.
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
  const { filled, ties } = fillPools({ rules, bars: barred }, pools);
  const grades = filled.flatMap((pool) => pool.grades).sort(byPlace);
  return accepted({
    state: ties.length === 0 ? 'proposed' : 'tied',
    quota: {
      assessedTeams: teams.length,
      share: rules.excellent.share,
      exact: exactSeats(rules, teams.length),
      seats: pools.pools.reduce((total, { seats }) => total + seats, pools.seatsOpen),
      used: excellentCount(grades),
      pools: filled.map(({ pool: { groupCode, seats } }) => ({ groupCode, seats })),
    },
    grades,
    ties,
  });
};
