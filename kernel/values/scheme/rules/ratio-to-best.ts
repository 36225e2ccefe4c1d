// 比最优: x ÷ x_best × base.
import { compare, type Decimal, isNegative, multiply, one, zero } from '../../decimal.ts';
import { type Among, plainScore, type RuleOutcome, type RuleType } from './rule-type.ts';

/** The best of the field earns the whole base, others in proportion, none below `floor` (a share of the base). */
export type RatioToBest = { readonly among: Among; readonly floor: Decimal };

const share = (numerator: Decimal, denominator: Decimal, limited?: 'floor'): RuleOutcome => ({
  kind: 'scored',
  share: { numerator, denominator },
  points: zero,
  ...(limited === undefined ? {} : { limited }),
});

/** Higher is better: x ÷ best (瑞委〔2012〕6号: unit score ÷ best unit score). Lower is better: best ÷ x. */
export const ratioToBest: RuleType<RatioToBest> = {
  name: '比最优',
  needs: { target: false, peers: true },
  check: (rule, _direction, pointer, faults) => {
    if (isNegative(rule.floor)) faults.add(`${pointer}/floor`, 'NEGATIVE');
    if (compare(rule.floor, one) > 0) faults.add(`${pointer}/floor`, 'RANGE_REVERSED', { floor: rule.floor });
  },
  score: ({ floor }, { direction, value, peers }) => {
    if (peers === undefined) throw new Error('ratio-to-best was given no field');
    // Equal to the best is the best, also where the best is zero or less and no ratio says anything.
    if (value === peers.best) return share(one, one);
    const [part, whole] = direction === 'higher' ? [value, peers.best] : [peers.best, value];
    if (compare(whole, zero) <= 0 || compare(part, multiply(floor, whole)) < 0) return share(floor, one, 'floor');
    return share(part, whole);
  },
  range: ({ floor }) => ({ least: plainScore(floor), most: plainScore(one) }),
  marks: () => undefined,
  points: () => ({}),
};
