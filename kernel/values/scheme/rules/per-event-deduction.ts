// 计次扣分: the whole base, less so many points for each event.
import {
  compare,
  type Decimal,
  decimalOf,
  divide,
  isNegative,
  multiply,
  negate,
  one,
  round,
  subtract,
  zero,
} from '../../decimal.ts';
import { plainScore, type RuleType } from './rule-type.ts';

/** `perEvent` points are lost each time; `floor` is 0 (扣完为止) or negative where the scheme lets an item fall below nothing. */
export type PerEventDeduction = { readonly perEvent: Decimal; readonly floor: Decimal };

// More deductions than this are no list that anybody reads.
const marksMax = 1000;

/** The value is a count of events, fewer being better; a correction that leaves a count below zero counts as none. */
export const perEventDeduction: RuleType<PerEventDeduction> = {
  name: '计次扣分',
  needs: { target: false, peers: false },
  check: (rule, direction, pointer, faults) => {
    if (direction !== 'lower') faults.add(pointer, 'DIRECTION_UNFIT', { wanted: 'lower' });
    if (compare(rule.perEvent, zero) <= 0) faults.add(`${pointer}/perEvent`, 'NOT_POSITIVE');
    if (compare(rule.floor, zero) > 0) faults.add(`${pointer}/floor`, 'RANGE_REVERSED', { floor: rule.floor });
  },
  score: ({ perEvent, floor }, { value }) => ({
    kind: 'scored',
    share: { numerator: one, denominator: one },
    points: isNegative(value) ? zero : negate(multiply(perEvent, value)),
    floor,
  }),
  range: ({ floor }) => ({ least: plainScore(zero, floor), most: plainScore(one) }),
  marks: ({ perEvent, floor }, weight) => {
    const room = subtract(weight, floor);
    const events = Number(round(divide(room, perEvent, 6), 0, 'up'));
    if (events > marksMax) return undefined;
    return Array.from({ length: events + 1 }, (_, count) => ({
      ...plainScore(one, negate(multiply(perEvent, decimalOf(count)))),
      floor,
    }));
  },
  points: ({ perEvent, floor }) => ({ perEvent, floor }),
};
