// The score sheet (得分明细) of a unit: from the total to each observation.
import type { Decimal } from '#kernel/values/decimal.ts';
import type { Period } from '#kernel/values/period.ts';
import type { RuleName } from '#kernel/values/scheme/rules/rule.ts';
import type { Among, Share } from '#kernel/values/scheme/rules/rule-type.ts';
import type { ObservationTrace } from './observation.ts';

/** A unit as a run scores it: its weight class and its ranking group are frozen for the cycle, and differ. */
export type AssessedUnit = { readonly unitId: string; readonly classCode: string; readonly groupCode: string };

/** A target of a published plan. */
export type ScoredTarget = {
  readonly targetId: string;
  readonly unitId: string;
  readonly indicatorCode: string;
  readonly value: Decimal;
};

/**
 * How the points of an item came about: points = base × share + added, within the rule's bounds. The share of a class average is its
 * class's, that of a dropped item what its unit earns by the others.
 */
export type ItemTrace = {
  readonly rule: RuleName;
  readonly value: Decimal | null;
  readonly observations: readonly ObservationTrace[];
  readonly lacking: readonly Period[];
  readonly target: { readonly targetId: string; readonly value: Decimal } | null;
  readonly peers: {
    readonly among: Among;
    readonly count: number;
    readonly best: Decimal;
    readonly worst: Decimal;
    readonly rank: Decimal | null;
  } | null;
  readonly share: Share | null;
  readonly added: Decimal | null;
  readonly limited: 'cap' | 'floor' | null;
};

/** What became of an item: scored by its rule, of no weight for the class, or missing and treated by the indicator's policy. */
export type ItemStatus = 'scored' | 'not-assessed' | 'dropped' | 'class-average' | 'zero';

/** One indicator on a sheet. `base` is the weight: a dropped item earns for itself what scaling up the others would add to them. */
export type ScoreItem = {
  readonly indicatorCode: string;
  readonly dimensionCode: string;
  readonly elementCode: string;
  readonly weight: Decimal;
  readonly base: Decimal;
  readonly status: ItemStatus;
  readonly points: Decimal;
  readonly trace: ItemTrace;
};

/** What a dimension came to. */
export type DimensionScore = { readonly dimensionCode: string; readonly weight: Decimal; readonly points: Decimal };

/** A line that a document added to a sheet: an accepted objection, or a tolerance that neutralises a deduction. */
export type Adjustment = {
  readonly adjustmentId: string;
  readonly unitId: string;
  readonly indicatorCode: string | null;
  readonly kind: 'objection' | 'tolerance';
  readonly points: Decimal;
  readonly documentId: string;
  readonly reason: string;
};

/** A sheet; `total` is the sum of the dimensions and the adjustments, `rank` is taken after rounding within the ranking group. */
export type ScoreSheet = AssessedUnit & {
  readonly items: readonly ScoreItem[];
  readonly dimensions: readonly DimensionScore[];
  readonly adjustments: readonly Adjustment[];
  readonly total: Decimal;
  readonly rank: number;
  readonly rankedUnits: number;
  readonly tied: boolean;
};
