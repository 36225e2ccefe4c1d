// A synchronisation as the contract shows it.
import type { components } from '#contracts/generated/integration.ts';
import { dataSetOf, type SynchronisationRow } from '../store/synchronisation-row.ts';

type Synchronisation = components['schemas']['Synchronisation'];

/** The record of a synchronisation. */
export const synchronisationRecord = (row: SynchronisationRow): Synchronisation => ({
  id: row.id,
  county: row.county,
  dataSet: dataSetOf(row),
  period: row.period,
  state: row.state as Synchronisation['state'],
  startedOn: row.started_on,
  attempts: row.attempts,
  received: Number(row.received),
  refused: Number(row.refused),
  failure: row.failure,
  batchId: row.batch_id,
});
