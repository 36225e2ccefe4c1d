// The pools that teams compete in, with their seats: one for all, or one for each ranking group.
import {
  compare,
  type Decimal,
  decimalOf,
  isGreater,
  multiply,
  round,
  subtract,
  zero,
} from '#kernel/values/decimal.ts';
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

/** A group with the seats that are its own, and what of its claim is left beyond them; a group that claims no more has zero left. */
type Claim = Group & { readonly seats: number; readonly remainder: Decimal };

/**
 * Gives the seats that are left to the largest remainders, one a group. Where more groups have the remainder at the cut than seats
 * are left, none of them gets one here: the order of their codes is no reason.
 */
const byRemainder = (claims: readonly Claim[], left: number): Pools => {
  const remainders = claims.map(({ remainder }) => remainder).sort((a, b) => compare(b, a));
  // Without a seat left no remainder counts. The cut is the remainder that takes the last seat.
  const cut = left === 0 ? undefined : remainders[left - 1];
  const contested = left > 0 && remainders[left] === cut;
  const above = claims.filter(({ remainder }) => cut !== undefined && isGreater(remainder, cut)).length;
  const pools = claims.map(({ groupCode, teams, seats, remainder }) => {
    const wins = cut !== undefined && (isGreater(remainder, cut) || (remainder === cut && !contested));
    return { groupCode, teams, seats: wins ? seats + 1 : seats, contends: contested && remainder === cut };
  });
  return { pools, seatsOpen: contested ? left - above : 0 };
};

const seatsIn = (groups: readonly { readonly seats: number }[]): number =>
  groups.reduce((count, { seats }) => count + seats, 0);

/** Shares the seats among groups by the largest remainder of quota × teams ÷ all teams, in whole numbers. */
const sharedByGroups = (quota: number, groups: readonly Group[]): Pools => {
  const all = groups.reduce((count, { teams }) => count + teams.length, 0);
  const claims = groups.map((group) => {
    const claim = quota * group.teams.length;
    return { ...group, seats: Math.floor(claim / all), remainder: decimalOf(claim % all) };
  });
  return byRemainder(claims, quota - seatsIn(claims));
};

/**
 * Gives each group its own rounded share. Where rounding up takes them beyond the quota of all teams, each keeps its whole seats, and
 * those that rounded up compete for the rest: the whole seats of the groups never pass the quota, however it is rounded.
 */
const eachGroup = (quota: number, rules: TeamGradeRules, groups: readonly Group[]): Pools => {
  const own = groups.map((group) => ({ ...group, seats: seatsOf(rules, group.teams.length) }));
  if (seatsIn(own) <= quota) return { pools: own.map((group) => ({ ...group, contends: false })), seatsOpen: 0 };
  const claims = own.map((group): Claim => {
    const exact = exactSeats(rules, group.teams.length);
    const whole = round(exact, 0, 'down');
    const seats = Number(whole);
    return { ...group, seats, remainder: group.seats > seats ? subtract(exact, whole) : zero };
  });
  return byRemainder(claims, quota - seatsIn(claims));
};

/** Divides teams into pools with their seats, as the rules say. */
export const poolsOf = (rules: TeamGradeRules, teams: readonly AssessedTeam[]): Pools => {
  if (teams.length === 0) return { pools: [], seatsOpen: 0 };
  const quota = seatsOf(rules, teams.length);
  switch (rules.excellent.seats) {
    case 'one-pool':
      return { pools: [{ groupCode: null, teams, seats: quota, contends: false }], seatsOpen: 0 };
    case 'each-group':
      return eachGroup(quota, rules, groupsOf(teams));
    case 'shared-by-groups':
      return sharedByGroups(quota, groupsOf(teams));
  }
};
