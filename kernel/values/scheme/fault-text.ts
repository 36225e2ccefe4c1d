// What a fault says to the person who wrote the scheme or sent the input.
import type { Fault, FaultCode } from './fault.ts';

// Parameters in braces are those that the fault names; one that is not named stays out of the text.
const texts: Readonly<Record<FaultCode, string>> = {
  DECIMAL_MALFORMED: '应为十进制数，如 33.33',
  EMPTY: '不得为空',
  DUPLICATE: '重复',
  UNKNOWN_DIMENSION: '没有维度 {dimension}',
  UNKNOWN_CLASS: '没有分类 {class}',
  UNKNOWN_INDICATOR: '没有指标或数据元 {indicatorCode}{elementCode}',
  UNKNOWN_UNIT: '没有考核单位 {unitId}',
  WEIGHT_MISSING: '缺少分类 {class} 的权重',
  WEIGHT_NEGATIVE: '权重 {weight} 不得为负',
  WEIGHTS_DO_NOT_SUM: '分类 {class} 的权重合计为 {sum}，应为 {total}',
  PRECISION_INVALID: '小数位数不符（{places} 位）',
  RANGE_REVERSED: '上下限颠倒或超出范围',
  NOT_POSITIVE: '应大于 0',
  NEGATIVE: '不得为负',
  STEPS_OUT_OF_ORDER: '分档次序不对',
  RANKED_UNITS_TOO_FEW: '参加排名的单位太少，且方案未规定替代规则',
  FALLBACK_IS_A_RANK_RULE: '替代规则不得再按名次计分',
  DIRECTION_UNFIT: '此规则只适用于越少越好的指标',
  OBSERVATION_MISSING: '考核单位 {unitId} 缺少指标 {indicatorCode} 的数据',
  OBSERVATION_DUPLICATE: '{unitId} 的 {elementCode} 在 {period} 有两个第 {revision} 版数据',
  TARGET_MISSING: '考核单位 {unitId} 的指标 {indicatorCode} 没有目标值',
  TARGET_NOT_POSITIVE: '考核单位 {unitId} 的指标 {indicatorCode} 的目标值应大于 0',
  CLASS_AVERAGE_UNKNOWN: '考核单位 {unitId} 的指标 {indicatorCode} 缺数据，所在分类也没有可取的平均分',
  NOTHING_TO_SCORE: '考核单位 {unitId} 没有任何可计分的指标',
};

/** The text of a fault, in Chinese, with its parameters filled in. */
export const faultText = ({ code, params }: Fault): string =>
  texts[code].replaceAll(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''));
