// What people read of how a synchronisation ended, where its numbers alone do not say it.
import type { ProblemParams } from '#kernel/problem/problem.ts';
import type { Words } from '#kernel/values/words.ts';
import type { DataSet } from '../domain/synchronisation.ts';
import { failureWords, formerFailure } from './failure-words.ts';

/** How a synchronisation ended, as far as it is known. */
export interface Ended {
  readonly dataSet: DataSet;
  readonly period: string | null;
  readonly state: string;
  readonly received: number;
  readonly failure: string | null;
  readonly failureCode: string | null;
  readonly failureParams: ProblemParams | null;
  readonly traceId: string;
}

/** The outcome by its code: that nothing was there, or the code of a failure. */
export interface Outcome {
  readonly code: string;
  readonly words: Words;
}

const noRows = (dataSet: DataSet, period: string | null): Words =>
  dataSet === 'P4'
    ? {
        zh: `${period} 没有观测值：对方在该月没有数据行，未收到任何数据`,
        en: `${period} has no observations: the partner has no rows of the month, and nothing was received`,
      }
    : {
        zh: '对方没有记录，未收到任何数据',
        en: 'the partner has no records, and nothing was received',
      };

/** The outcome of a synchronisation; undefined while it runs and where it received something. */
export const synchronisationOutcome = (ended: Ended): Outcome | undefined => {
  const { state, failure, failureCode, failureParams, traceId } = ended;
  if (state === 'completed' && ended.received === 0)
    return { code: 'NO_ROWS', words: noRows(ended.dataSet, ended.period) };
  if (state !== 'failed' || failure === null) return undefined;
  const known = failureCode === null ? formerFailure(failure) : { code: failureCode, params: failureParams ?? {} };
  // A sentence from before there were codes stays as it was written.
  if (known === undefined) return { code: 'UNFORESEEN', words: { zh: failure, en: failure } };
  return { code: known.code, words: failureWords(known, traceId) };
};
