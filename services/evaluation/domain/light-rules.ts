// The light rules of a cycle that is to be opened: what they must be, beside what the contract's schema says.
import { canonicalJson } from '#kernel/values/canonical-json.ts';
import { compare, type Decimal, decimal, isLess, one, zero } from '#kernel/values/decimal.ts';
import { monthsOfPeriod, type Period } from '#kernel/values/period.ts';
import { accepted, type Result, refused } from '#kernel/values/result.ts';

/** Light rules as they are written, as far as they can contradict themselves or the indicator system. */
export type WrittenLightRules = {
  readonly green: { readonly completion: string };
  readonly yellow: { readonly completion: string };
  readonly curves: readonly WrittenCurve[];
};

type WrittenCurve = {
  readonly indicatorCode: string;
  readonly kind: 'even' | 'points';
  readonly points?: readonly { readonly month: number; readonly share: string }[];
};

/** What light rules are held against. */
export type LightRulesGround = {
  readonly indicatorCodes: ReadonlySet<string>;
  readonly from: Period;
  readonly to: Period;
};

type Checked = Result<undefined, 'VALUE_INVALID' | 'LIGHT_RULES_TOO_LARGE'>;

/** Light rules travel whole in CycleOpened beside up to 200 units: with so many bytes of JSON at most, the event always fits. */
export const lightRulesBytesMax: number = 128 * 1024;

const at = '/rules/lightRules';
const invalid = (path: string, reason: string): Checked =>
  refused('VALUE_INVALID', { field: path.split('/').at(-1) ?? '', reason }, path);

const isShare = (value: Decimal): boolean => !isLess(value, zero) && compare(value, one) <= 0;

const checkThresholds = ({ green, yellow }: WrittenLightRules): Checked => {
  for (const [name, { completion }] of Object.entries({ green, yellow }))
    if (!isShare(decimal(completion))) return invalid(`${at}/${name}/completion`, '须在 0 至 1 之间');
  return isLess(decimal(green.completion), decimal(yellow.completion))
    ? invalid(`${at}/green/completion`, '绿灯的完成率低于黄灯的完成率')
    : accepted(undefined);
};

const checkPoints = ({ kind, points = [] }: WrittenCurve, { from, to }: LightRulesGround, path: string): Checked => {
  if (kind === 'even') return points.length === 0 ? accepted(undefined) : invalid(path, '均匀曲线不得有各点');
  if (points.length === 0) return invalid(path, '分段曲线须有各点');
  const [first, last] = [monthsOfPeriod(from)[0] ?? '', monthsOfPeriod(to).at(-1) ?? ''];
  for (const [index, { month, share }] of points.entries()) {
    const text = `${first.slice(0, 4)}-${String(month).padStart(2, '0')}`;
    if (text < first || text > last) return invalid(`${path}/${index}/month`, `${text} 不在考核周期内`);
    if (month <= (points[index - 1]?.month ?? 0)) return invalid(`${path}/${index}/month`, '各点的月份须依次增加');
    if (isLess(decimal(share), zero)) return invalid(`${path}/${index}/share`, '不得为负');
  }
  return accepted(undefined);
};

const checkCurves = ({ curves }: WrittenLightRules, ground: LightRulesGround): Checked => {
  const seen = new Set<string>();
  for (const [index, curve] of curves.entries()) {
    const { indicatorCode } = curve;
    const path = `${at}/curves/${index}`;
    if (!ground.indicatorCodes.has(indicatorCode))
      return invalid(`${path}/indicatorCode`, `指标体系中没有指标 ${indicatorCode}`);
    if (seen.has(indicatorCode)) return invalid(`${path}/indicatorCode`, `指标 ${indicatorCode} 重复`);
    seen.add(indicatorCode);
    const checked = checkPoints(curve, ground, `${path}/points`);
    if (!checked.ok) return checked;
  }
  return accepted(undefined);
};

/**
 * Checks the light rules of a cycle. LIGHT_RULES_TOO_LARGE for more than an event can carry. VALUE_INVALID: a completion outside 0 to
 * 1, green below yellow; a curve of an indicator that the system does not have, or a second one of an indicator; points where the
 * curve is even and none where it is not, points of months outside the cycle or out of their order, and negative shares.
 */
export const checkLightRules = (rules: WrittenLightRules, ground: LightRulesGround): Checked => {
  const bytes = Buffer.byteLength(canonicalJson(rules));
  if (bytes > lightRulesBytesMax) return refused('LIGHT_RULES_TOO_LARGE', { bytes, limit: lightRulesBytesMax }, at);
  const thresholds = checkThresholds(rules);
  return thresholds.ok ? checkCurves(rules, ground) : thresholds;
};
