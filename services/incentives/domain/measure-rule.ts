// One rule of a rule set: which measure follows from which grade, which organ decides on it, how long it acts.

/** The grade of a team: 优秀, 良好, 一般, 较差. */
export type Grade = 'excellent' | 'good' | 'fair' | 'poor';

/** What a measure is: 表扬, 奖励建议, 成员优秀比例, 整改, 约谈. */
export type MeasureKind = 'commendation' | 'reward-proposal' | 'person-quota' | 'rectification' | 'talk';

/** A rule as the scheme language has it (contracts/openapi/shared/scheme.yaml). */
export interface MeasureRule {
  readonly code: string;
  readonly name: string;
  readonly subject: 'team';
  readonly grades: readonly Grade[];
  readonly kind: MeasureKind;
  /** The organ that decides on the measure. */
  readonly organ: string;
  /** The measure's number, a decimal: the share of a person quota. */
  readonly parameter?: string;
  /** How long it acts from the day it is decided; null where it is done at once. */
  readonly effectMonths: number | null;
  readonly source: string;
}
