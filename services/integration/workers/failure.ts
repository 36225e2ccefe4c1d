// What a failed attempt means: try again, or end it; and the sentence that people read.
import { kindOf } from '#kernel/exchange/failure.ts';
import { Problem } from '#kernel/problem/problem.ts';
import { languages, renderProblem } from '#kernel/problem/render.ts';
import { firstCharacters } from '#kernel/values/readable.ts';
import { PartnerFailure, type PartnerFailureKind } from '../partners/failure.ts';

/** A failed attempt: whether another may do better, and why in one sentence without personal data. */
export interface AttemptFailure {
  readonly mayPass: boolean;
  readonly sentence: string;
}

const sentenceCharactersMax = 500;

/** Problems of the callee that may pass though they are no failure of the system. */
const passingCodes: ReadonlySet<string> = new Set(['IDEMPOTENCY_IN_PROGRESS', 'COUNTY_DAY_UNKNOWN']);

const partnerWords: Readonly<Record<PartnerFailureKind, string>> = {
  unavailable: '对方系统暂时无法应答',
  refused: '对方系统拒绝了请求',
  unusable: '对方系统的答复无法使用',
};

/** What a refusal of our own service says, in both languages. Its trace is not the reader's. */
const problemSentence = ({ code, params }: Problem): string => {
  const [chinese, english] = languages.map((language) => {
    const { title, detail } = renderProblem({ code, params, faults: [] }, language, '').body;
    return language === 'en' ? `${title}: ${detail}` : `${title}：${detail}`;
  });
  return `${chinese}（${english}）`;
};

/** Judges what an attempt threw. What nobody foresaw may pass: it is tried again within the limits. */
export const attemptFailure = (error: unknown): AttemptFailure => {
  const cut = (text: string): string => firstCharacters(text, sentenceCharactersMax);
  if (error instanceof PartnerFailure)
    return { mayPass: error.kind === 'unavailable', sentence: cut(`${partnerWords[error.kind]}（${error.message}）`) };
  if (error instanceof Problem) {
    const mayPass = error.status >= 500 || passingCodes.has(error.code);
    return { mayPass, sentence: cut(problemSentence(error)) };
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const name = error instanceof Error ? error.name : 'unknown';
  // Messages of the database may quote rows: they go to nobody.
  return {
    mayPass: kindOf(error) !== 'permanent' || code === '',
    sentence: cut(`处理失败（The attempt failed: ${name} ${code}）`),
  };
};
