// What a handler may use beside its input. All of it belongs to the one transaction of the operation.
import type { Readable } from 'node:stream';
import type { Transaction } from 'kysely';
import type { Logger } from 'pino';
import type { Input, Output } from '#kernel/contract/types.ts';
import type { PoolClient } from '#kernel/database/pg.ts';
import type { EventMap, TypeOf } from '#kernel/exchange/event.ts';
import type { Caller } from '#kernel/identity/caller.ts';
import type { IsoDate } from '#kernel/values/date.ts';

/** An event of a command. Actor, correlation and trace come from the request; the business date is the county's current day. */
export type CommandEvent<Events extends EventMap> = {
  readonly [Type in TypeOf<Events>]: {
    readonly type: Type;
    /** The tenant; null for shared reference data, which then needs a business date of its own. */
    readonly county: string | null;
    /** The aggregate's id: order is kept among the events of one key. */
    readonly key: string;
    readonly payload: Events[Type];
    readonly businessDate?: IsoDate;
  };
}[TypeOf<Events>];

/** What a handler may use. A query gets a read-only transaction, and `append` is refused there. */
export interface Call<DB, Events extends EventMap> {
  readonly caller: Caller;
  /** The tenant that the request names, or the caller's only one; empty where a caller of several named none. */
  readonly county: string;
  readonly tx: Transaction<DB>;
  /** The driver's connection of the same transaction, for COPY. */
  readonly client: PoolClient;
  /** The current business day of a county, held against moving until the transaction ends. Throws COUNTY_DAY_UNKNOWN. */
  today(county: string): Promise<IsoDate>;
  append(event: CommandEvent<Events>): Promise<void>;
  /** Wakes events of other keys that wait for this fact (E2). */
  arrived(fact: { readonly type: string; readonly key: string }): Promise<void>;
  /** Compares If-Match with the version that the record has. Throws ETAG_STALE. */
  requireVersion(version: number): void;
  /** Names the record and its tenant in the audit entry, where the request does not. */
  about(recordId: string, county?: string): void;
  /** The body, where the contract streams it, with its media type. */
  readonly stream?: { readonly contentType: string; readonly bytes: Readable };
  readonly log: Logger;
  readonly traceId: string;
  /** The header that hands the trace on, for what is done after the answer. */
  readonly traceparent: string;
}

/** One operation: a plain function from validated input to one of the contract's successes. It throws a `Problem` to refuse. */
export type Handler<Op, DB, Events extends EventMap> = (
  input: Input<Op>,
  call: Call<DB, Events>,
) => Promise<Output<Op>>;

/** One handler for each operationId of a contract: leave one out and it does not compile. */
export type Handlers<Ops, DB, Events extends EventMap> = { readonly [Id in keyof Ops]: Handler<Ops[Id], DB, Events> };

/** A handler whose operation is not known here: how admission holds the table. */
export type AnyHandler<DB, Events extends EventMap> = (
  input: { readonly path: unknown; readonly query: unknown; readonly body: unknown },
  call: Call<DB, Events>,
) => Promise<{ readonly status: number; readonly body?: unknown; readonly etag?: string }>;
