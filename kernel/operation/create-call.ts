// Building the call of a handler out of an admitted request and its transaction.
import type { Readable } from 'node:stream';
import type { Transaction } from 'kysely';
import type { Logger } from 'pino';
import type { PoolClient } from '#kernel/database/pg.ts';
import { append } from '#kernel/exchange/append.ts';
import { currentDay } from '#kernel/exchange/business-day.ts';
import { arrived } from '#kernel/exchange/consuming/dependency.ts';
import type { EventMap } from '#kernel/exchange/event.ts';
import type { Caller } from '#kernel/identity/caller.ts';
import { problem } from '#kernel/problem/problem.ts';
import { type Trace, traceparentOf } from '#kernel/tracing/trace.ts';
import type { IsoDate } from '#kernel/values/date.ts';
import type { Call, CommandEvent } from './call.ts';
import { requireVersion } from './etag.ts';
import type { Admission } from './request.ts';

/** A call, and what its handler said about the record that it touched. */
export interface OpenCall<DB, Events extends EventMap> {
  readonly call: Call<DB, Events>;
  subject(): { readonly recordId: string | null; readonly county: string };
}

interface CallSource {
  readonly admission: Admission;
  readonly operation: { readonly command: boolean; readonly operationId: string };
  readonly caller: Caller;
  readonly county: string;
  readonly trace: Trace;
  readonly logger: Logger;
}

const dayOf = async <DB>(tx: Transaction<DB>, county: string): Promise<IsoDate> => {
  const date = await currentDay(tx, county);
  if (date === undefined) throw problem('COUNTY_DAY_UNKNOWN', { county });
  return date;
};

const appendCommandEvent = async <DB, Events extends EventMap>(
  source: CallSource,
  tx: Transaction<DB>,
  event: CommandEvent<Events>,
): Promise<void> => {
  const { caller, trace, operation } = source;
  if (!operation.command) throw new Error(`${operation.operationId} is a query: it can't append an event.`);
  const businessDate = event.businessDate ?? (event.county === null ? undefined : await dayOf(tx, event.county));
  if (businessDate === undefined)
    throw new Error(`${event.type}: an event of no county needs a business date of its own.`);
  const facts = { businessDate, actor: caller.subject, correlation: trace.traceId, traceparent: traceparentOf(trace) };
  await append<Events>(tx, { ...event, ...facts });
};

/** Builds the call. The stream is the request's own, digested on its way. */
export const createCall = <DB, Events extends EventMap>(
  source: CallSource,
  tx: Transaction<DB>,
  client: PoolClient,
  stream: Readable | undefined,
): OpenCall<DB, Events> => {
  const { admission, caller, trace, logger } = source;
  let recordId: string | null = null;
  let county = source.county;
  const call: Call<DB, Events> = {
    caller,
    county: source.county,
    tx,
    client,
    today: (of) => dayOf(tx, of),
    append: (event) => appendCommandEvent<DB, Events>(source, tx, event),
    arrived: (fact) => arrived(tx, fact),
    requireVersion: (version) => requireVersion(admission.request.ifMatch, version),
    about: (id, of) => {
      recordId = id;
      county = of ?? county;
    },
    ...(stream === undefined ? {} : { stream: { contentType: admission.request.contentType ?? '', bytes: stream } }),
    log: logger,
    traceId: trace.traceId,
    traceparent: traceparentOf(trace),
  };
  return { call, subject: () => ({ recordId, county }) };
};
