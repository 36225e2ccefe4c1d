// 名次线性: max − (rank − 1) · (max − min) ÷ (N − 1).
import { compare, type Decimal, decimalOf, isNegative, multiply, one, subtract, zero } from '../../decimal.ts';
import { countedRank, type Ties } from '../peers.ts';
import { type Among, plainScore, type RuleType } from './rule-type.ts';

/**
 * The first earns `best` and the last `worst`, both shares of the base; ranks between lie on the line.
 * A field of fewer than `unitsMin` units is not ranked: the rule is refused, or the scheme's fallback takes its place.
 */
export type RankLinear = {
  readonly among: Among;
  readonly best: Decimal;
  readonly worst: Decimal;
  readonly ties: Ties;
  readonly unitsMin: number;
};

/** Fewer units than this say nothing by their order; a scheme may ask for more, never for less. */
export const rankedUnitsMin = 5;

export const rankLinear: RuleType<RankLinear> = {
  name: '名次线性',
  needs: { target: false, peers: true },
  check: (rule, _direction, pointer, faults) => {
    if (isNegative(rule.worst)) faults.add(`${pointer}/worst`, 'NEGATIVE');
    if (compare(rule.worst, rule.best) > 0)
      faults.add(`${pointer}/worst`, 'RANGE_REVERSED', { best: rule.best, worst: rule.worst });
    if (rule.unitsMin < rankedUnitsMin)
      faults.add(`${pointer}/unitsMin`, 'RANKED_UNITS_MIN_TOO_SMALL', { limit: rankedUnitsMin });
  },
  score: ({ best, worst, ties, unitsMin }, { value, peers }) => {
    if (peers === undefined) throw new Error('rank-linear was given no field');
    if (peers.count < unitsMin) return { kind: 'refused', code: 'RANKED_UNITS_TOO_FEW' };
    const rank = countedRank(peers.placeOf(value), ties);
    const steps = decimalOf(peers.count - 1);
    // Brought to one denominator, so that the only division is the one that rounds the points.
    const lost = multiply(subtract(rank, one), subtract(best, worst));
    return {
      kind: 'scored',
      share: { numerator: subtract(multiply(best, steps), lost), denominator: steps },
      points: zero,
      rank,
    };
  },
  range: ({ best, worst }) => ({ least: plainScore(worst), most: plainScore(best) }),
  marks: () => undefined,
  points: () => ({}),
};
