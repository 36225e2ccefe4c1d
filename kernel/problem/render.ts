// A refusal as the caller reads it: application/problem+json in the caller's language (RFC 9457).
import { IntlMessageFormat } from 'intl-messageformat';
import { type ProblemCode, problemCatalogue } from '#contracts/generated/problems.ts';
import { inChinese } from './phrases.ts';
import type { FieldFault, ProblemParams } from './problem.ts';
import { inEnglish } from './terms.ts';

/** The languages of the catalogue; the first is the default. */
export const languages = ['zh-CN', 'en'] as const;
export type Language = (typeof languages)[number];

/** Faults that an answer lists at most (contract: Problem.errors). The detail of a refusal that lists faults counts them all. */
export const faultsShownMax = 50;

/** A refusal on its way through the bus: plain data. */
export interface Refusal {
  readonly code: ProblemCode;
  readonly params: ProblemParams;
  readonly faults: readonly FieldFault[];
}

/** The body of a problem answer. */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ProblemCode;
  readonly instance: string;
  readonly params?: ProblemParams;
  readonly errors?: readonly FieldFault[];
}

/**
 * The first language of an Accept-Language header that the catalogue speaks, by quality; zh-CN when there is none
 * (RFC 9110 section 12.5.4).
 */
export const languageOf = (acceptLanguage: string | undefined): Language => {
  const wanted = (acceptLanguage ?? '')
    .slice(0, 200)
    .split(',')
    .map((part) => {
      const [tag = '', ...options] = part.trim().toLowerCase().split(';');
      const quality = Number(options.find((option) => option.trim().startsWith('q='))?.split('=')[1] ?? 1);
      return { tag, quality: Number.isFinite(quality) ? quality : 0 };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality);
  for (const { tag } of wanted) {
    if (tag.startsWith('zh')) return 'zh-CN';
    if (tag.startsWith('en')) return 'en';
  }
  return languages[0];
};

const formats = new Map<string, IntlMessageFormat>();

/** A template of the catalogue in ICU's message form, parsed once. */
const formatOf = (template: string, language: Language): IntlMessageFormat => {
  const key = `${language} ${template}`;
  const known = formats.get(key) ?? new IntlMessageFormat(template, language, undefined, { ignoreTag: true });
  formats.set(key, known);
  return known;
};

const wordOf = (name: string, value: string | number, language: Language): string | number => {
  if (typeof value === 'number') return value;
  if (language === 'en') return inEnglish(value);
  // Other parameters are names, or Chinese as they are.
  return name === 'reason' ? inChinese(value) : value;
};

const fill = (template: string, params: ProblemParams, language: Language): string => {
  if (!template.includes('{')) return template;
  // A parameter that a program forgot shows by its name: a refusal is never lost for that.
  const forgotten = [...template.matchAll(/\{(\w+)[,}]/g)].map(([, name = '']) => [name, `{${name}}`] as const);
  const words = Object.entries(params).map(([name, value]) => [name, wordOf(name, value, language)] as const);
  return String(formatOf(template, language).format(Object.fromEntries([...forgotten, ...words])));
};

const faultIn = (fault: FieldFault, language: Language): FieldFault => {
  const chinese = inChinese(fault.expected);
  if (language === 'zh-CN') return { ...fault, expected: chinese };
  // What has a Chinese wording is English as it is: a field or a value that it names stays what the caller wrote.
  return chinese === fault.expected ? { ...fault, expected: inEnglish(chinese) } : fault;
};

/** The status and body of a refusal. `traceId` is what a person gives to support. */
export const renderProblem = (
  refusal: Refusal,
  language: Language,
  traceId: string,
): { status: number; body: ProblemBody } => {
  const entry = problemCatalogue[refusal.code];
  const params = { trace: traceId, ...refusal.params };
  return {
    status: entry.status,
    body: {
      type: `/contracts/problems#${refusal.code}`,
      title: fill(entry.title[language], params, language),
      status: entry.status,
      detail: fill(entry.detail[language], params, language),
      code: refusal.code,
      instance: traceId,
      ...(Object.keys(refusal.params).length > 0 ? { params: refusal.params } : {}),
      ...(refusal.faults.length > 0
        ? { errors: refusal.faults.slice(0, faultsShownMax).map((fault) => faultIn(fault, language)) }
        : {}),
    },
  };
};
