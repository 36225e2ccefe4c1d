// The pools that teams compete in, with their seats: one for all, or one for each ranking group.
import { type Decimal, decimalOf, multiply, round } from '#kernel/values/decimal.ts';
import type { AssessedTeam, TeamGradeRules } from './team-grade.ts';

/** A pool with its teams. One that `contends` has an equal claim with others to the seats that are left over. */
export type Pool = {
  readonly groupCode: string | null;
  readonly teams: readonly AssessedTeam[];
  readonly seats: number;
  readonly contends: boolean;
};

/** The pools of a proposal, and how many seats are left over to which some of them have an equal claim. */
export type Pools = { readonly pools: readonly Pool[]; readonly seatsOpen: number };

/** The quota before rounding: a share of the assessed teams. */
export const exactSeats = (rules: TeamGradeRules, teams: number): Decimal =>
  multiply(rules.excellent.share, decimalOf(teams));

const seatsOf = (rules: TeamGradeRules, teams: number): number =>
  Number(round(exactSeats(rules, teams), 0, rules.excellent.rounding));

type Group = { readonly groupCode: string; readonly teams: readonly AssessedTeam[] };

/** The groups in the order of their codes, so that nothing depends on the input's. */
const groupsOf = (teams: readonly AssessedTeam[]): readonly Group[] =>
  [...new Set(teams.map(({ groupCode }) => groupCode))]
    .sort()
    .map((groupCode) => ({ groupCode, teams: teams.filter((team) => team.groupCode === groupCode) }));

/**
 * Shares the seats among groups by the largest remainder of quota × teams ÷ all teams, in whole numbers. Where more groups have
 * the remainder at the cut than seats are left, none of them gets one here: the order of their codes is no reason.
 */
const sharedByGroups = (quota: number, groups: readonly Group[]): Pools => {
  const all = groups.reduce((count, { teams }) => count + teams.length, 0);
  const claims = groups.map((group) => {
    const claim = quota * group.teams.length;
    return { ...group, seats: Math.floor(claim / all), remainder: claim % all };
  });
  const left = quota - claims.reduce((count, { seats }) => count + seats, 0);
  const remainders = claims.map(({ remainder }) => remainder).sort((a, b) => b - a);
  // Without a seat left no remainder counts. The cut is the remainder that takes the last seat.
  const cut = left === 0 ? undefined : remainders[left - 1];
  const contested = left > 0 && remainders[left] === cut;
  const above = claims.filter(({ remainder }) => cut !== undefined && remainder > cut).length;
  const pools = claims.map(({ groupCode, teams, seats, remainder }) => {
    const wins = cut !== undefined && (remainder > cut || (remainder === cut && !contested));
    return { groupCode, teams, seats: wins ? seats + 1 : seats, contends: contested && remainder === cut };
  });
  return { pools, seatsOpen: contested ? left - above : 0 };
};

/** Divides teams into pools with their seats, as the rules say. */
export const poolsOf = (rules: TeamGradeRules, teams: readonly AssessedTeam[]): Pools => {
  if (teams.length === 0) return { pools: [], seatsOpen: 0 };
  const quota = seatsOf(rules, teams.length);
  switch (rules.excellent.seats) {
    case 'one-pool':
      return { pools: [{ groupCode: null, teams, seats: quota, contends: false }], seatsOpen: 0 };
    case 'each-group': {
      const pools = groupsOf(teams).map((group) => ({
        ...group,
        seats: seatsOf(rules, group.teams.length),
        contends: false,
      }));
      return { pools, seatsOpen: 0 };
    }
    case 'shared-by-groups':
      return sharedByGroups(quota, groupsOf(teams));
  }
};
