// What the synchronisation of a data set works with, and what it gives.
import type { Transaction } from 'kysely';
import type { Logger } from 'pino';
import { type Appended, append } from '#kernel/exchange/append.ts';
import { currentDay } from '#kernel/exchange/business-day.ts';
import type { TypeOf } from '#kernel/exchange/event.ts';
import { problem } from '#kernel/problem/problem.ts';
import { type Trace, traceparentOf } from '#kernel/tracing/trace.ts';
import type { IsoDate } from '#kernel/values/date.ts';
import type { WorkerDeps } from '../deps.ts';
import type { DataSet } from '../domain/synchronisation.ts';
import type { Sent } from '../handler.ts';
import type { DB } from '../store/tables.ts';

/** A synchronisation that is worked on. */
export interface Synchronisation {
  readonly id: string;
  readonly county: string;
  readonly dataSet: DataSet;
  readonly period: string | null;
  readonly attempt: number;
  readonly trace: Trace;
}

/** What a worker's event comes of: the record that it works on, in the trace of whoever ordered that. */
export interface Origin {
  readonly id: string;
  readonly county: string;
  readonly trace: Trace;
}

/** What its work may use. Every transaction sees the rows of the county alone. */
export interface SynchronisationContext {
  readonly deps: WorkerDeps;
  readonly synchronisation: Synchronisation;
  readonly signal: AbortSignal;
  readonly logger: Logger;
  transact<T>(work: (tx: Transaction<DB>) => Promise<T>): Promise<T>;
}

/** What came of it. */
export interface SynchronisationResult {
  readonly received: number;
  readonly refused: number;
  readonly batchId?: string;
}

/** The work of one data set. It may be cut off at any point and run again from its beginning, without doubling anything. */
export type Synchronise = (context: SynchronisationContext) => Promise<SynchronisationResult>;

/** The county's current day. COUNTY_DAY_UNKNOWN before the first. */
export const todayOf = async (tx: Transaction<DB>, county: string): Promise<IsoDate> => {
  const today = await currentDay(tx, county);
  if (today === undefined) throw problem('COUNTY_DAY_UNKNOWN', { county });
  return today;
};

/** An event of a worker, under the county of its origin and by the service itself. */
export const appendWorkerEvent = async <Type extends TypeOf<Sent>>(
  tx: Transaction<DB>,
  event: { readonly type: Type; readonly key: string; readonly payload: Sent[Type] },
  { id: correlation, county, trace }: Origin,
): Promise<Appended> => {
  const businessDate = await todayOf(tx, county);
  const facts = { county, businessDate, actor: 'service:integration', correlation, traceparent: traceparentOf(trace) };
  return append<Pick<Sent, Type>>(tx, { ...event, ...facts });
};

/** Counts of what could not be read go to the log by field: the value never does. */
export const countRefusals = (logger: Logger): ((field: string) => void) => {
  return (field) => logger.warn({ field }, 'a record of a partner was refused');
};
