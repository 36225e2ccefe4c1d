// HR's pure decision on a record: it accepts the record, or rejects it with a code and a sentence.
import { recordDigest } from '../../values/digest.ts';
import type { Accepted, FeedRecord } from './records.ts';

/** The data that a record is checked against. */
export type Known = {
  /** True when this system knows a team under the credit code. */
  knowsTeam(creditCode: string): boolean;
  /** The record that was accepted under this key, in its last version. */
  acceptedByKey(recordKey: string): Accepted | undefined;
  /** The team result that was accepted for an organisation and a year. */
  acceptedResult(creditCode: string, year: number): Accepted | undefined;
};

export type Verdict =
  | {
      readonly outcome: 'accepted';
      readonly creditCode: string;
      readonly year: number | null;
      readonly measureKind: string | null;
    }
  | { readonly outcome: 'rejected'; readonly creditCode: string; readonly code: string; readonly detail: string };

const grades: ReadonlySet<unknown> = new Set(['1', '2', '3', '4']);
const datePattern = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
/** A text in place of a credit code is cut to this length. */
const creditCodeCharacters = 64;
const yearsKnown = { min: 2000, max: 2100 } as const;

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';
const isDate = (value: unknown): value is string => typeof value === 'string' && datePattern.test(value);
const isYear = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= yearsKnown.min && value <= yearsKnown.max;

/** The first missing or wrong field of those that results and measures share. */
const faultOfDecision = ({ organ, documentReference, decidedOn }: FeedRecord['body']): string | undefined => {
  if (!isText(organ)) return 'organ';
  if (!isText(documentReference)) return 'documentReference';
  return isDate(decidedOn) ? undefined : 'decidedOn';
};

const checkResult = (record: FeedRecord, creditCode: string, known: Known): Verdict => {
  const { year, grade, supersedes } = record.body;
  const reject = (code: string, detail: string): Verdict => ({ outcome: 'rejected', creditCode, code, detail });
  if (!isYear(year)) return reject('RECORD_MALFORMED', '年度缺失或不正确: year');
  if (!grades.has(grade)) return reject('GRADE_UNKNOWN', '班子等次不在代码表内');
  const earlier = known.acceptedResult(creditCode, year);
  if (earlier !== undefined) {
    const replaces =
      earlier.recordKey === record.recordKey && record.version > earlier.version && supersedes === earlier.version;
    if (!replaces) return reject('DUPLICATE_YEAR', `${year} 年度已有考核结果,且本条未声明替代其版本`);
  }
  return { outcome: 'accepted', creditCode, year, measureKind: null };
};

const checkMeasure = (record: FeedRecord, creditCode: string): Verdict => {
  const { kind, effectFrom, effectTo, basis } = record.body;
  const reject = (code: string, detail: string): Verdict => ({ outcome: 'rejected', creditCode, code, detail });
  if (!isText(kind)) return reject('RECORD_MALFORMED', '措施类别缺失: kind');
  if (!isText(basis)) return reject('BASIS_MISSING', '措施没有依据');
  if (!isDate(effectFrom) || !(effectTo === null || isDate(effectTo)))
    return reject('RECORD_MALFORMED', '生效区间不正确');
  if (effectTo !== null && effectTo < effectFrom) return reject('PERIOD_INVALID', '截止日期早于生效日期');
  return { outcome: 'accepted', creditCode, year: null, measureKind: kind };
};

/**
 * Decides on a record. Codes: DIGEST_MISMATCH, KIND_UNKNOWN, RECORD_MALFORMED, UNKNOWN_ORGANISATION, VERSION_STALE, GRADE_UNKNOWN,
 * DUPLICATE_YEAR, BASIS_MISSING, PERIOD_INVALID. A record that was accepted once is accepted again when it is delivered again.
 */
export const check = (record: FeedRecord, known: Known): Verdict => {
  const { body, kind, recordKey, version } = record;
  const creditCode = typeof body['creditCode'] === 'string' ? body['creditCode'].slice(0, creditCodeCharacters) : '';
  const reject = (code: string, detail: string): Verdict => ({ outcome: 'rejected', creditCode, code, detail });
  if (recordDigest(body) !== record.digest) return reject('DIGEST_MISMATCH', '摘要与内容不符');
  if (kind !== 'team-result' && kind !== 'measure')
    return reject('KIND_UNKNOWN', `不接收此类数据: ${kind.slice(0, 40)}`);
  const wrong = faultOfDecision(body);
  if (wrong !== undefined) return reject('RECORD_MALFORMED', `字段缺失或不正确: ${wrong}`);
  const before = known.acceptedByKey(recordKey);
  const same = before?.version === version && before.digest === record.digest;
  if (same) return { outcome: 'accepted', creditCode, year: before.year, measureKind: before.measureKind };
  if (!known.knowsTeam(creditCode))
    return reject('UNKNOWN_ORGANISATION', `名册中没有此机构: ${creditCode.slice(0, 18)}`);
  if (before !== undefined && version <= before.version) return reject('VERSION_STALE', `已接收版本 ${before.version}`);
  return kind === 'team-result' ? checkResult(record, creditCode, known) : checkMeasure(record, creditCode);
};
