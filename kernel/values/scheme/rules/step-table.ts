// 区间打分: a table of thresholds, each with its share of the base.
import { compare, type Decimal, isNegative } from '../../decimal.ts';
import { plainScore, type RuleType } from './rule-type.ts';

/** Steps from the most demanding to the least; the first that the value reaches counts, `otherwise` where none is reached. */
export type StepTable = {
  readonly steps: readonly { readonly threshold: Decimal; readonly share: Decimal }[];
  readonly otherwise: Decimal;
};

/** A threshold itself is reached: ≥ where higher is better, ≤ where lower is (瑞委〔2012〕6号: ≥ 90 % → 200, 80-90 → 190 …). */
export const stepTable: RuleType<StepTable> = {
  name: '区间打分',
  needs: { target: false, peers: false },
  check: ({ steps, otherwise }, direction, pointer, faults) => {
    if (steps.length === 0) faults.add(`${pointer}/steps`, 'EMPTY');
    if (isNegative(otherwise)) faults.add(`${pointer}/otherwise`, 'NEGATIVE');
    const harder = direction === 'higher' ? 1 : -1;
    steps.forEach((step, index) => {
      const next = steps[index + 1];
      const nextShare = next === undefined ? otherwise : next.share;
      if (compare(step.share, nextShare) < 0) faults.add(`${pointer}/steps/${index}/share`, 'STEPS_OUT_OF_ORDER');
      if (next !== undefined && compare(step.threshold, next.threshold) !== harder) {
        faults.add(`${pointer}/steps/${index + 1}/threshold`, 'STEPS_OUT_OF_ORDER');
      }
    });
  },
  score: ({ steps, otherwise }, { direction, value }) => {
    const reached = steps.find(({ threshold }) => {
      const order = compare(value, threshold);
      return direction === 'higher' ? order >= 0 : order <= 0;
    });
    return plainScore(reached?.share ?? otherwise);
  },
  range: ({ steps, otherwise }) => ({ least: plainScore(otherwise), most: plainScore(steps[0]?.share ?? otherwise) }),
  marks: ({ steps, otherwise }) => [...steps.map(({ share }) => plainScore(share)), plainScore(otherwise)],
  points: () => ({}),
};
