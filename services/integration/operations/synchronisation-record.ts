// A synchronisation as the contract shows it.
import type { components } from '#contracts/generated/integration.ts';
import type { ProblemParams } from '#kernel/problem/problem.ts';
import { continueTrace } from '#kernel/tracing/trace.ts';
import { type Outcome, synchronisationOutcome } from '../outcomes/synchronisation-outcome.ts';
import { dataSetOf, type SynchronisationRow } from '../store/synchronisation-row.ts';

type Synchronisation = components['schemas']['Synchronisation'];

const shown = ({ code, words }: Outcome): NonNullable<Synchronisation['outcome']> => ({
  code,
  text: words.zh,
  textInEnglish: words.en,
});

/** The record of a synchronisation. */
export const synchronisationRecord = (row: SynchronisationRow): Synchronisation => {
  const [dataSet, received] = [dataSetOf(row), Number(row.received)];
  const outcome = synchronisationOutcome({
    dataSet,
    period: row.period,
    state: row.state,
    received,
    failure: row.failure,
    failureCode: row.failure_code,
    failureParams: row.failure_params as ProblemParams | null,
    traceId: row.traceparent === null ? '-' : continueTrace(row.traceparent).traceId,
  });
  return {
    id: row.id,
    county: row.county,
    dataSet,
    period: row.period,
    state: row.state as Synchronisation['state'],
    startedOn: row.started_on,
    attempts: row.attempts,
    received,
    refused: Number(row.refused),
    failure: row.failure === null ? null : (outcome?.words.zh ?? row.failure),
    outcome: outcome === undefined ? null : shown(outcome),
    batchId: row.batch_id,
  };
};
