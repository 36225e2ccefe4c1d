// 目标完成率: min(cap, actual ÷ target) × base.
import { compare, type Decimal, isNegative, multiply, one, zero } from '../../decimal.ts';
import { plainScore, type RuleOutcome, type RuleType } from './rule-type.ts';

/** Completion counts between `floor` and `cap`, both shares of the base; cap 1, 1.2 or 2 are in use (domain rule table). */
export type TargetCompletion = { readonly cap: Decimal; readonly floor: Decimal };

const share = (numerator: Decimal, denominator: Decimal, limited?: 'cap' | 'floor'): RuleOutcome => ({
  kind: 'scored',
  share: { numerator, denominator },
  points: zero,
  ...(limited === undefined ? {} : { limited }),
});

/**
 * Higher is better: actual ÷ target. Lower is better: target ÷ actual, and the cap where nothing at all happened.
 * A target must be above zero, except that a lower one may be zero: then zero fulfils it and anything else earns the floor.
 */
export const targetCompletion: RuleType<TargetCompletion> = {
  name: '目标完成率',
  needs: { target: true, peers: false },
  check: (rule, _direction, pointer, faults) => {
    if (isNegative(rule.floor)) faults.add(`${pointer}/floor`, 'NEGATIVE');
    if (compare(rule.cap, zero) <= 0) faults.add(`${pointer}/cap`, 'NOT_POSITIVE');
    if (compare(rule.floor, rule.cap) > 0)
      faults.add(`${pointer}/floor`, 'RANGE_REVERSED', { cap: rule.cap, floor: rule.floor });
  },
  score: ({ cap, floor }, { direction, value, target }) => {
    if (target === undefined) return { kind: 'refused', code: 'TARGET_MISSING' };
    const [done, due] = direction === 'higher' ? [value, target] : [target, value];
    if (isNegative(target) || (direction === 'higher' && target === zero))
      return { kind: 'refused', code: 'TARGET_NOT_POSITIVE' };
    if (direction === 'lower' && compare(value, zero) <= 0) {
      return target === zero ? share(one, one) : share(cap, one, 'cap');
    }
    if (compare(done, multiply(cap, due)) > 0) return share(cap, one, 'cap');
    if (compare(done, multiply(floor, due)) < 0) return share(floor, one, 'floor');
    return share(done, due);
  },
  // A lower target of zero that nothing missed is fulfilled, also under a cap below the whole base.
  range: ({ cap, floor }, direction) => ({
    least: plainScore(floor),
    most: plainScore(direction === 'lower' && compare(cap, one) < 0 ? one : cap),
  }),
  marks: () => undefined,
  points: () => ({}),
};
