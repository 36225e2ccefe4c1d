// What a failed attempt means: try again, or end it; and the sentence that people read.
import { kindOf } from '#kernel/exchange/failure.ts';
import { Problem } from '#kernel/problem/problem.ts';
import { PartnerFailure } from '../partners/failure.ts';

/** A failed attempt: whether another may do better, and why in one sentence without personal data. */
export interface AttemptFailure {
  readonly mayPass: boolean;
  readonly sentence: string;
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
  const cut = (text: string): string => text.slice(0, sentenceCharactersMax);
  if (error instanceof PartnerFailure) return { mayPass: error.kind === 'unavailable', sentence: cut(error.message) };
  if (error instanceof Problem) {
    const mayPass = error.status >= 500 || passingCodes.has(error.code);
    return { mayPass, sentence: cut(`The service refused with ${error.code}: ${JSON.stringify(error.params)}`) };
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const name = error instanceof Error ? error.name : 'unknown';
  // Messages of the database may quote rows: they go to nobody.
  return {
    mayPass: kindOf(error) !== 'permanent' || code === '',
    sentence: cut(`The attempt failed: ${name} ${code}`),
  };
};
