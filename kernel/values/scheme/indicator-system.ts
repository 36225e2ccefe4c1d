// The indicator system (指标体系): dimensions, weight classes and indicators, as one immutable version.
import type { Decimal } from '../decimal.ts';
import type { PeriodKind } from '../period.ts';
import type { Rule } from './rules/rule.ts';
import type { Direction } from './rules/rule-type.ts';

/** One side of performance: 经济发展, 社会管理, 公共服务, 环境保护, 群众满意度, 党的建设. */
export type Dimension = { readonly code: string; readonly name: string };

/** A class of units that share weights (分类赋权); ranking groups are another matter and stand in the cycle. */
export type WeightClass = { readonly code: string; readonly name: string };

/**
 * How the observations of a cycle become one value: the last one (累计), their sum, or their mean at a stated precision.
 * `mayLack` periods may be without an observation; with more, the value is missing and the indicator's policy applies.
 */
export type Aggregation =
  | { readonly method: 'latest'; readonly frequency: PeriodKind; readonly mayLack: number }
  | { readonly method: 'sum'; readonly frequency: PeriodKind; readonly mayLack: number }
  | { readonly method: 'mean'; readonly frequency: PeriodKind; readonly mayLack: number; readonly precision: number };

/**
 * What a missing value does: the item is dropped and the unit's others are scaled up to the total, it earns its class's average,
 * it earns nothing, or the run is blocked until the value is there. Never a silent zero.
 */
export type MissingPolicy = 'drop-and-rescale' | 'class-average' | 'zero' | 'block';

/** One indicator (指标): a data element with the rule that scores it, and its weight for each class. */
export type Indicator = {
  readonly code: string;
  readonly name: string;
  readonly dimensionCode: string;
  readonly elementCode: string;
  readonly direction: Direction;
  readonly aggregation: Aggregation;
  readonly rule: Rule;
  /** The rule that stands in where the field of `rule` is too small to rank. */
  readonly fallback?: Rule;
  readonly missing: MissingPolicy;
  /** Points of the total, by class code; 0 means that the class is not assessed by it. */
  readonly weights: Readonly<Record<string, Decimal>>;
  /** Where the rule and its numbers come from; 'assumed' where nobody has said so. */
  readonly source: string;
};

/** A version of an indicator system. `precision` is the number of places of points, totals and therefore ranks. */
export type IndicatorSystem = {
  readonly code: string;
  readonly version: number;
  readonly name: string;
  readonly total: Decimal;
  readonly precision: number;
  readonly dimensions: readonly Dimension[];
  readonly classes: readonly WeightClass[];
  readonly indicators: readonly Indicator[];
};

/** The same as it is written on the wire: decimals are texts that nobody has read yet. */
export type Written<Type> = Type extends Decimal
  ? string
  : Type extends string | number | boolean | undefined
    ? Type
    : { readonly [Name in keyof Type]: Written<Type[Name]> };
