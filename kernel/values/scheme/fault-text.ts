// What a fault says to the person who wrote the scheme or sent the input.
import { ownValue } from '../own.ts';
import type { Fault, FaultCode } from './fault.ts';

// Parameters in braces are those that the fault names; one that is not named stays out of the text. What stands between them are
// terms of contracts/terms.yaml, so that who asks for English gets it.
const texts: Readonly<Record<FaultCode, string>> = {
  DECIMAL_MALFORMED: '十进制数应形如 33.33',
  EMPTY: '不得为空',
  DUPLICATE: '重复',
  UNKNOWN_DIMENSION: '没有维度 {dimension}',
  UNKNOWN_CLASS: '没有分类 {class}',
  UNKNOWN_INDICATOR: '没有指标或数据元 {indicatorCode}{elementCode}',
  UNKNOWN_UNIT: '没有考核单位 {unitId}',
  WEIGHT_MISSING: '缺少权重的分类为 {class}',
  WEIGHT_NEGATIVE: '权重 {weight} 不得为负',
  WEIGHTS_DO_NOT_SUM: '分类 {class} 的权重合计为 {sum} 而非 {total}',
  PRECISION_INVALID: '最多保留 {places} 位小数',
  RANGE_REVERSED: '上下限颠倒或超出范围',
  MONTH_EXPECTED: '应为月份',
  MONTHS_TOO_MANY: '跨度 {months} 个月超过上限 {limit} 个月',
  NOT_POSITIVE: '应大于 0',
  NEGATIVE: '不得为负',
  STEPS_OUT_OF_ORDER: '分档次序不对',
  RANKED_UNITS_MIN_TOO_SMALL: '参加排名的单位最少个数应为 {limit}',
  RANKED_UNITS_TOO_FEW: '考核单位 {unitId} 参加排名的单位太少且未规定替代规则的指标为 {indicatorCode}',
  FALLBACK_IS_A_RANK_RULE: '替代规则不得再按名次计分',
  EXCELLENT_IS_NO_BAND: '优秀按名额评定不得列为分档',
  DIRECTION_UNFIT: '此规则只适用于越少越好的指标',
  OBSERVATION_MISSING: '考核单位 {unitId} 缺数据的指标为 {indicatorCode}',
  OBSERVATION_DUPLICATE: '考核单位 {unitId} 的数据元 {elementCode} 数据期 {period} 第 {revision} 版重复',
  TARGET_MISSING: '考核单位 {unitId} 没有目标值的指标为 {indicatorCode}',
  TARGET_NOT_POSITIVE: '考核单位 {unitId} 目标值不大于 0 的指标为 {indicatorCode}',
  CLASS_AVERAGE_UNKNOWN: '考核单位 {unitId} 缺数据且分类无平均分的指标为 {indicatorCode}',
  NOTHING_TO_SCORE: '考核单位 {unitId} 没有任何可计分的指标',
  RESULT_TOO_LONG: '考核单位 {unitId} 计算结果位数过多的指标为 {indicatorCode}',
};

/** Every code, in the order of the texts. */
export const faultCodes: readonly FaultCode[] = Object.keys(texts) as FaultCode[];

/** The text of a fault, in Chinese, with its parameters filled in. */
export const faultText = ({ code, params }: Fault): string =>
  texts[code].replaceAll(/\{(\w+)\}/g, (_, name: string) => String(ownValue(params, name) ?? ''));
