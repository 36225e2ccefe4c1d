// Why a row of a batch is not taken: a closed list of codes, each with the field at fault and a sentence for people.

import type { Words } from '#kernel/values/words.ts';
import { frequencyWords } from './period-words.ts';

/** What a sentence may name. */
export type RejectFacts = Readonly<Record<string, string | number>>;

/** A code of the closed list; the contract's RowRejectCode says the same. */
export type RejectCode =
  | 'ROW_MALFORMED'
  | 'UNIT_UNKNOWN'
  | 'UNIT_OUT_OF_SCOPE'
  | 'ELEMENT_UNKNOWN'
  | 'ELEMENT_NOT_OWN'
  | 'PERIOD_WRONG'
  | 'PERIOD_FROZEN'
  | 'VALUE_NOT_A_NUMBER'
  | 'VALUE_TOO_PRECISE'
  | 'VALUE_OUT_OF_RANGE'
  | 'DATE_INVALID'
  | 'DATE_IN_FUTURE'
  | 'STATUS_UNKNOWN'
  | 'REVISION_INVALID'
  | 'REVISION_CONFLICT'
  | 'REASON_MISSING'
  | 'DUPLICATE_ROW';

type RejectText = { readonly field: string | null; readonly say: (facts: RejectFacts) => Words };

const periodWrong = ({ wanted, element, frequency, period }: RejectFacts): Words => {
  if (frequency === undefined) return { zh: `数据期应为 ${wanted}`, en: `the period should be ${wanted}` };
  const words = frequencyWords(String(frequency), String(period));
  return {
    zh: `数据元 ${element} ${words.zh}`,
    en: `the data element ${element} ${words.en}`,
  };
};

const dateInvalid = ({ earliest, period }: RejectFacts): Words =>
  earliest === undefined
    ? {
        zh: '截止日期不是有效日期，应写作 2026-02-05 的形式',
        en: 'the as-of is not a date from 1900 to 2199, written as 2026-02-05',
      }
    : {
        zh: `截止日期早于 ${earliest}，那是 ${period} 的数据最早可以截至的日期`,
        en: `the as-of is before ${earliest}, the earliest day that a value of ${period} can be as of`,
      };

const revisionConflict = ({ revision, first }: RejectFacts): Words =>
  first === undefined
    ? {
        zh: `第 ${revision} 次修订已存在，且数值、状态、日期或原因不同`,
        en: `revision ${revision} is known with another value, status, as-of or reason`,
      }
    : {
        zh: `与第 ${first} 行同为第 ${revision} 次修订，但数值、状态、日期或原因不同：无法判断以哪一行为准，各行均未接收`,
        en:
          `line ${first} gives revision ${revision} another value, status, as-of or reason: ` +
          'nobody can tell which is right, so none was taken',
      };

const rejects: Readonly<Record<RejectCode, RejectText>> = {
  ROW_MALFORMED: {
    field: null,
    say: ({ what, whatInEnglish }) => ({
      zh: `该行无法读取：${what}`,
      en: `the row can not be read: ${whatInEnglish}`,
    }),
  },
  UNIT_UNKNOWN: {
    field: 'unit',
    say: ({ unit, day }) => ({
      zh: `区划目录在 ${day} 没有代码为 ${unit} 的区划`,
      en: `the directory of ${day} has no place with the code ${unit}`,
    }),
  },
  UNIT_OUT_OF_SCOPE: {
    field: 'unit',
    say: ({ unit }) => ({
      zh: `区划 ${unit} 不在本批次地区或报送人的管辖范围内`,
      en: `the place ${unit} is not within the county of the batch or the scope of its sender`,
    }),
  },
  ELEMENT_UNKNOWN: {
    field: 'element',
    say: ({ element }) => ({
      zh: `没有代码为 ${element} 的数据元`,
      en: `there is no data element with the code ${element}`,
    }),
  },
  ELEMENT_NOT_OWN: {
    field: 'element',
    say: ({ element }) => ({
      zh: `报送部门不是数据元 ${element} 的数源部门`,
      en: `the sender is not the source of the data element ${element}`,
    }),
  },
  PERIOD_WRONG: { field: 'period', say: periodWrong },
  PERIOD_FROZEN: {
    field: 'period',
    say: ({ period }) => ({
      zh: `${period} 的数据已随考核周期冻结，只接受更正`,
      en: `the values of ${period} were frozen with the cycle: only corrections are taken`,
    }),
  },
  VALUE_NOT_A_NUMBER: {
    field: 'value',
    say: () => ({ zh: '数值不是十进制数文本', en: 'the value is not a decimal as text' }),
  },
  VALUE_TOO_PRECISE: {
    field: 'value',
    say: ({ precision }) => ({
      zh: `数值的小数位多于 ${precision} 位`,
      en: `the value has more decimal places than the element: ${precision}`,
    }),
  },
  VALUE_OUT_OF_RANGE: {
    field: 'value',
    say: ({ minimum, maximum }) => ({
      zh: `数值不在 ${minimum} 至 ${maximum} 的取值范围内`,
      en: `the value is not in the range from ${minimum} to ${maximum}`,
    }),
  },
  DATE_INVALID: { field: 'asOf', say: dateInvalid },
  DATE_IN_FUTURE: {
    field: 'asOf',
    say: ({ today }) => ({
      zh: `截止日期晚于业务日期 ${today}`,
      en: `the as-of is after the business day ${today}`,
    }),
  },
  STATUS_UNKNOWN: {
    field: 'status',
    say: () => ({
      zh: '状态应为 preliminary、confirmed 或 corrected',
      en: 'the status should be preliminary, confirmed or corrected',
    }),
  },
  REVISION_INVALID: {
    field: 'revision',
    say: ({ maximum }) => ({
      zh: `修订号应为 1 至 ${maximum} 的整数`,
      en: `the revision should be a whole number from 1 to ${maximum}`,
    }),
  },
  REVISION_CONFLICT: { field: 'revision', say: revisionConflict },
  REASON_MISSING: {
    field: 'reason',
    say: () => ({ zh: '更正必须说明原因', en: 'a correction needs its reason' }),
  },
  DUPLICATE_ROW: {
    field: null,
    say: ({ first }) => ({ zh: `与第 ${first} 行重复`, en: `the row repeats line ${first}` }),
  },
};

/** Why one row is not taken. */
export type RowReject = {
  readonly code: RejectCode;
  readonly field: string | null;
  readonly reason: string;
  readonly reasonInEnglish: string;
};

/** What else is known of a reject: the field of a malformed row, and what the sender may have meant. */
export type RejectDetail = { readonly field?: string; readonly hint?: Words | undefined };

/** Whether a text is a code of the list. */
export const isRejectCode = (text: string): text is RejectCode => Object.hasOwn(rejects, text);

/** The reject of a code. A malformed row may name its field; the other codes have theirs. A hint is put behind the sentence. */
export const rowReject = (code: RejectCode, facts: RejectFacts = {}, { field, hint }: RejectDetail = {}): RowReject => {
  const text = rejects[code];
  const { zh, en } = text.say(facts);
  return {
    code,
    field: text.field ?? field ?? null,
    reason: hint === undefined ? zh : `${zh}；${hint.zh}`,
    reasonInEnglish: hint === undefined ? en : `${en}; ${hint.en}`,
  };
};

/** The reject of a row that can't be read, or of one of its fields that has not the form of a value. */
export const malformedRow = (what: Words, detail: RejectDetail = {}): RowReject =>
  rowReject('ROW_MALFORMED', { what: what.zh, whatInEnglish: what.en }, detail);
