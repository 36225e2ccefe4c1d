// What people read of a failure with a partner or of a synchronisation, in both languages: by its code, never as the program wrote it.
import { problemCatalogue } from '#contracts/generated/problems.ts';
import { isProblemCode, type ProblemParams } from '#kernel/problem/problem.ts';
import { renderProblem } from '#kernel/problem/render.ts';
import { inEnglish } from '#kernel/problem/terms.ts';
import type { Words } from '#kernel/values/words.ts';

/** A failure by its code, with what its sentence names. The code is one of ours, or one of `contracts/problems.yaml`. */
export interface Failure<Code extends string = string> {
  readonly code: Code;
  readonly params: ProblemParams;
}

/** The codes of failures that are no refusal of a service. */
export type FailureCode =
  | 'PARTNER_UNREACHABLE'
  | 'PARTNER_TIMED_OUT'
  | 'PARTNER_ANSWERED'
  | 'ANSWER_NOT_JSON'
  | 'ANSWER_TOO_LONG'
  | 'PAGES_TOO_MANY'
  | 'PAGE_UNUSABLE'
  | 'LIST_TOO_LONG'
  | 'PLACES_IN_A_CIRCLE'
  | 'RECEIPT_DIFFERS'
  | 'RECEIPT_UNREADABLE'
  | 'TRIES_USED_UP'
  | 'UNFORESEEN';

type Say = (params: ProblemParams) => Words;

/** What a program that answers with its own words may have put into them is shown as far as it reads as a sentence. */
const sentenceOf = (detail: string | number | undefined): string =>
  typeof detail === 'string' && detail.trim() !== '' && !/[{}[\]<>\p{Cc}]/u.test(detail) ? detail.trim() : '';

const answered: Say = ({ partner, status, code, detail }) => {
  const [name, said] = [String(partner), sentenceOf(detail)];
  const by = code === undefined ? '' : `（${code}）`;
  const byEnglish = code === undefined ? '' : ` (${code})`;
  return {
    zh: `${name}答复 ${status}${by}${said === '' ? '' : `：${said}`}`,
    en: `${inEnglish(name)} answered ${status}${byEnglish}${said === '' ? '' : `: ${said}`}`,
  };
};

const ofPartner =
  (zh: string, en: string): Say =>
  ({ partner, limit }) => ({
    zh: `${partner}${zh}`.replace('{limit}', String(limit)),
    en: `${inEnglish(String(partner))} ${en}`.replace('{limit}', String(limit)),
  });

const sentences: Readonly<Record<FailureCode, Say>> = {
  PARTNER_UNREACHABLE: ofPartner('无法连接', 'can not be reached'),
  PARTNER_TIMED_OUT: ofPartner('未在时限内答复', 'did not answer in time'),
  PARTNER_ANSWERED: answered,
  ANSWER_NOT_JSON: ofPartner('的答复不是 JSON', 'answered what is not JSON'),
  ANSWER_TOO_LONG: ofPartner('的答复超过 {limit} 字节', 'answered more than {limit} bytes'),
  PAGES_TOO_MANY: ofPartner('给出的页数超过 {limit}', 'gave more than {limit} pages'),
  PAGE_UNUSABLE: ofPartner('给出的页不符合接口约定', 'gave a page that is not what its contract says'),
  LIST_TOO_LONG: ({ limit }) => ({
    zh: `清单多于 ${limit} 条记录，未予接收`,
    en: `the list holds more than ${limit} records: nothing of it was taken`,
  }),
  PLACES_IN_A_CIRCLE: () => ({
    zh: '清单中有区划互为上级，整份清单未予接收',
    en: 'the list holds places that lie under one another in a circle: nothing of it was taken',
  }),
  RECEIPT_DIFFERS: () => ({
    zh: '回执所对应的内容与送出的不同',
    en: 'the receipt is of another content than was sent',
  }),
  RECEIPT_UNREADABLE: ({ field }) => ({
    zh: `回执无法读取：字段 ${field}`,
    en: `the receipt can not be read: its field ${field}`,
  }),
  TRIES_USED_UP: ({ limit }) => ({
    zh: `${limit} 次尝试均未完成`,
    en: `none of ${limit} tries came to an end`,
  }),
  UNFORESEEN: () => ({
    zh: '系统出现未预料的错误，详情见日志',
    en: 'an error came up that nobody foresaw; the log has the details',
  }),
};

const isFailureCode = (code: string): code is FailureCode => Object.hasOwn(sentences, code);

/** A refusal of the service that was called. A param that is not known leaves its name in the detail: then the title says it alone. */
const refused = ({ code, params }: Failure, traceId: string): Words => {
  if (!isProblemCode(code)) return sentences.UNFORESEEN(params);
  const said = (language: 'zh-CN' | 'en', between: string): string => {
    const { detail } = renderProblem({ code, params, faults: [] }, language, traceId).body;
    const title = problemCatalogue[code].title[language];
    return /\{\w+\}/.test(detail) ? title : `${title}${between}${detail.replace(/[。.]$/, '')}`;
  };
  return { zh: said('zh-CN', '：'), en: said('en', '. ') };
};

/** What a failure says. `traceId` is what a person gives to support. */
export const failureWords = (failure: Failure, traceId: string): Words =>
  isFailureCode(failure.code) ? sentences[failure.code](failure.params) : refused(failure, traceId);

const formerRefusal = /^The service refused with ([A-Z_]+): (.*)$/s;

const paramsIn = (json: string): ProblemParams => {
  try {
    const value = JSON.parse(json) as unknown;
    return typeof value === 'object' && value !== null ? (value as ProblemParams) : {};
  } catch {
    return {};
  }
};

/** The failure behind a sentence from before there were codes: those of refusals held their params as JSON. Undefined for others. */
export const formerFailure = (sentence: string): Failure | undefined => {
  const [, code, json] = formerRefusal.exec(sentence) ?? [];
  return code === undefined || json === undefined ? undefined : { code, params: paramsIn(json) };
};
