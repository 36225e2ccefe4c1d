// Why a row of a batch is not taken: a closed list of codes, each with the field at fault and a sentence for people.

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

type RejectText = { readonly field: string | null; readonly say: (facts: RejectFacts) => string };

const rejects: Readonly<Record<RejectCode, RejectText>> = {
  ROW_MALFORMED: { field: null, say: ({ what }) => `该行无法读取：${what}` },
  UNIT_UNKNOWN: { field: 'unit', say: ({ unit, day }) => `区划目录在 ${day} 没有代码为 ${unit} 的区划` },
  UNIT_OUT_OF_SCOPE: { field: 'unit', say: ({ unit }) => `区划 ${unit} 不在本批次地区或报送人的管辖范围内` },
  ELEMENT_UNKNOWN: { field: 'element', say: ({ element }) => `没有代码为 ${element} 的数据元` },
  ELEMENT_NOT_OWN: { field: 'element', say: ({ element }) => `报送部门不是数据元 ${element} 的数源部门` },
  PERIOD_WRONG: { field: 'period', say: ({ wanted }) => `数据期应为 ${wanted}` },
  PERIOD_FROZEN: { field: 'period', say: ({ period }) => `${period} 的数据已随考核周期冻结，只接受更正` },
  VALUE_NOT_A_NUMBER: { field: 'value', say: () => '数值不是十进制数文本' },
  VALUE_TOO_PRECISE: { field: 'value', say: ({ precision }) => `数值的小数位多于 ${precision} 位` },
  VALUE_OUT_OF_RANGE: {
    field: 'value',
    say: ({ minimum, maximum }) => `数值不在 ${minimum} 至 ${maximum} 的取值范围内`,
  },
  DATE_INVALID: { field: 'asOf', say: () => '截止日期不是有效日期' },
  DATE_IN_FUTURE: { field: 'asOf', say: ({ today }) => `截止日期晚于业务日期 ${today}` },
  STATUS_UNKNOWN: { field: 'status', say: () => '状态应为 preliminary、confirmed 或 corrected' },
  REVISION_INVALID: { field: 'revision', say: ({ maximum }) => `修订号应为 1 至 ${maximum} 的整数` },
  REVISION_CONFLICT: {
    field: 'revision',
    say: ({ revision }) => `第 ${revision} 次修订已存在，且数值、状态、日期或原因不同`,
  },
  REASON_MISSING: { field: 'reason', say: () => '更正必须说明原因' },
  DUPLICATE_ROW: { field: null, say: ({ first }) => `与第 ${first} 行重复` },
};

/** Why one row is not taken. */
export type RowReject = {
  readonly code: RejectCode;
  readonly field: string | null;
  readonly reason: string;
};

/** Whether a text is a code of the list. */
export const isRejectCode = (text: string): text is RejectCode => Object.hasOwn(rejects, text);

/** The reject of a code. A malformed row may name its field; the other codes have theirs. */
export const rowReject = (code: RejectCode, facts: RejectFacts = {}, field: string | null = null): RowReject => {
  const text = rejects[code];
  return { code, field: text.field ?? field, reason: text.say(facts) };
};
