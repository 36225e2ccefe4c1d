// What a failed attempt means: try again, or end it; and what people read of it.

import { kindOf } from '#kernel/exchange/failure.ts';
import { Problem } from '#kernel/problem/problem.ts';
import { firstCharacters } from '#kernel/values/readable.ts';
import type { Words } from '#kernel/values/words.ts';
import { type Failure, failureWords } from '../outcomes/failure-words.ts';
import { PartnerFailure } from '../partners/failure.ts';

/** A failed attempt: whether another may do better, and why, without personal data. */
export interface AttemptFailure {
  readonly mayPass: boolean;
  readonly failure: Failure;
}

const sentenceCharactersMax = 500;

/** Problems of the callee that may pass though they are no failure of the system. */
const passingCodes: ReadonlySet<string> = new Set([
  'IDEMPOTENCY_IN_PROGRESS',
  'COUNTY_DAY_UNKNOWN',
  'UPLOADS_TOO_MANY',
]);

/** Judges what an attempt threw. What nobody foresaw may pass: it is tried again within the limits. */
export const attemptFailure = (error: unknown): AttemptFailure => {
  if (error instanceof PartnerFailure) return { mayPass: error.kind === 'unavailable', failure: error.failure };
  if (error instanceof Problem) {
    const { code, params, status } = error;
    return { mayPass: status >= 500 || passingCodes.has(code), failure: { code, params } };
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  // Messages of the database may quote rows, and its codes say nothing to a clerk: both are in the log alone.
  return { mayPass: kindOf(error) !== 'permanent' || code === '', failure: { code: 'UNFORESEEN', params: {} } };
};

/** The sentences of a failure, no longer than they are kept. */
export const shownFailure = (failure: Failure, traceId: string): Words => {
  const { zh, en } = failureWords(failure, traceId);
  return { zh: firstCharacters(zh, sentenceCharactersMax), en: firstCharacters(en, sentenceCharactersMax) };
};
