// Team grades (领导班子等次), and the rules that they are computed by.
import type { Decimal, Rounding } from '#kernel/values/decimal.ts';

/** 优秀, 良好, 一般, 较差; delivered to HR as 1 to 4. */
export type Grade = 'excellent' | 'good' | 'fair' | 'poor';

/** The grading rules of a scheme, as its versioned data state them; every number bears its source there. */
export type TeamGradeRules = {
  readonly excellent: {
    /** The most teams that may be excellent, as a share of the assessed ones (≤ 30 % by the 2019 条例). */
    readonly share: Decimal;
    readonly rounding: Rounding;
    readonly seats: 'one-pool' | 'shared-by-groups' | 'each-group';
    /** The least total for which a team can be excellent. */
    readonly from: Decimal;
  };
  /** The grades below excellent from the best; the last has no lower bound. */
  readonly bands: readonly { readonly grade: Exclude<Grade, 'excellent'>; readonly from: Decimal | null }[];
  /** The codes of what keeps a team from being excellent. */
  readonly bars: readonly { readonly code: string }[];
};

/** A team with the approved result of its unit. */
export type AssessedTeam = {
  readonly teamId: string;
  readonly unitId: string;
  readonly groupCode: string;
  readonly total: Decimal;
  readonly rank: number;
};

/** What bars a team from being excellent, by which document and why. */
export type TeamBar = {
  readonly teamId: string;
  readonly barCode: string;
  readonly documentId: string;
  readonly reason: string;
};

/** Why a team has its computed grade. */
export type GradeReason =
  | 'within-quota'
  | 'tied-at-cut'
  | 'chosen-by-committee'
  | 'not-chosen-by-committee'
  | 'beyond-quota'
  | 'barred'
  | 'below-excellent';

/** What the rules come to for a team; `computedGrade` is null while a tie at the cut waits for the committee. */
export type ComputedGrade = AssessedTeam & {
  readonly computedGrade: Grade | null;
  /** The grade that the total alone earns, below excellent. */
  readonly bandGrade: Exclude<Grade, 'excellent'>;
  readonly reason: GradeReason;
  readonly bar: TeamBar | null;
};

/**
 * Teams of equal standing of whom only some find a seat: the committee chooses `seats` of them, the engine never does. They have one
 * total, or their groups have an equal claim to a seat that is left by the largest remainder; then each group gets one seat more than
 * its pool at most.
 */
export type Tie = {
  readonly groupCode: string | null;
  readonly teamIds: readonly string[];
  readonly seats: number;
  readonly reason: 'equal-totals' | 'equal-remainders';
};

/** The seats of teams that compete for the same ones; the group is null where all share one pool. */
export type SeatPool = { readonly groupCode: string | null; readonly seats: number };

/**
 * The quota of excellent teams: `exact` before rounding, such as 6.9; `seats` after it; `used` by the computed grades. The pools bind
 * beside it; together they have fewer seats while one is open to which groups have an equal claim.
 */
export type Quota = {
  readonly assessedTeams: number;
  readonly share: Decimal;
  readonly exact: Decimal;
  readonly seats: number;
  readonly used: number;
  readonly pools: readonly SeatPool[];
};

/** A proposal: the quota, each team's grade, and the ties that are left. */
export type TeamGradeProposal = {
  readonly state: 'tied' | 'proposed';
  readonly quota: Quota;
  readonly grades: readonly ComputedGrade[];
  readonly ties: readonly Tie[];
};

/** How many teams are computed as excellent. */
export const excellentCount = (grades: readonly ComputedGrade[]): number =>
  grades.filter(({ computedGrade }) => computedGrade === 'excellent').length;

/** Whether a team competes in a pool. */
export const isOfPool = ({ groupCode }: Pick<AssessedTeam, 'groupCode'>, pool: Pick<SeatPool, 'groupCode'>): boolean =>
  pool.groupCode === null || pool.groupCode === groupCode;
