// A synchronisation as its row holds it.
import type { Selectable } from 'kysely';
import type { DataSet } from '../domain/synchronisation.ts';
import type { Synchronisation } from './tables.ts';

/** The columns that are shown, and the trace that its work goes on with. */
export const synchronisationColumns = [
  'county',
  'id',
  'ordinal',
  'data_set',
  'period',
  'number',
  'state',
  'started_on',
  'attempts',
  'received',
  'refused',
  'failure',
  'failure_code',
  'failure_params',
  'batch_id',
  'traceparent',
] as const;

/** The row of a synchronisation. */
export type SynchronisationRow = Pick<Selectable<Synchronisation>, (typeof synchronisationColumns)[number]>;

/** The data set of a row; the table's check allows no other. */
export const dataSetOf = (row: { readonly data_set: string }): DataSet => row.data_set as DataSet;
