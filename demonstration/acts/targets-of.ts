// Which targets a township sets itself: each indicator that scores against one, by last year's value or by the year's work.
import type { operations } from '#contracts/generated/targets.ts';
import type { Input } from '#kernel/contract/types.ts';
import { compare, type Decimal, decimal, multiply, one, round } from '#kernel/values/decimal.ts';
import type { Scheme } from '../scheme.ts';

type TargetDraft = Input<operations['draftPlan']>['body']['targets'][number];
type Indicator = Scheme['indicatorSystem']['indicators'][number];

/** The whole of a year's projects, in per cent. */
const allProjects = decimal('100');

/** The indicators of a weight class that score against a target. */
export const targetedIndicators = (scheme: Scheme, classCode: string): readonly Indicator[] =>
  scheme.indicatorSystem.indicators.filter(
    ({ rule, weights }) => rule.type === 'target-completion' && weights[classCode] !== '0',
  );

/** What a target is set by: last year's value of its data element, and the places after the point that the element has. */
export interface Ground {
  readonly lastYear: Decimal | undefined;
  readonly precision: number;
}

const curveOf = (scheme: Scheme, indicatorCode: string, value: Decimal, precision: number): TargetDraft['curve'] => {
  const proposed = scheme.lightRules.curves.find((curve) => curve.indicatorCode === indicatorCode);
  if (proposed?.points === undefined) return { kind: 'even' };
  return {
    kind: 'points',
    points: proposed.points.map(({ month, share }) => ({
      period: `${scheme.year}-${String(month).padStart(2, '0')}`,
      value: round(multiply(value, decimal(share)), precision),
    })),
  };
};

/**
 * The target of an indicator. An amount grows on last year's by `growth` (1.02 for 2 %), a number of enterprises is to be
 * reached again and at least one, projects are to be finished.
 */
export const targetOf = (
  scheme: Scheme,
  indicator: Indicator,
  { lastYear, precision }: Ground,
  growth: Decimal,
): TargetDraft => {
  const draft = (wanted: Decimal): TargetDraft => {
    const value = round(wanted, precision);
    return { indicatorCode: indicator.code, value, curve: curveOf(scheme, indicator.code, value, precision) };
  };
  if (indicator.elementCode === 'PS-LIVELIHOOD-PROJECTS') return draft(allProjects);
  if (lastYear === undefined) throw new Error(`Nothing is known of last year's ${indicator.elementCode}.`);
  if (indicator.elementCode === 'EC-NEW-ENTERPRISES') return draft(compare(lastYear, one) < 0 ? one : lastYear);
  return draft(multiply(lastYear, growth));
};
