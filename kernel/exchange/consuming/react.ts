// Running the reaction to one event in a transaction that is already open.
import { sql, type Transaction } from 'kysely';
import type { Logger } from 'pino';
import { append } from '#kernel/exchange/append.ts';
import { storeDay } from '#kernel/exchange/business-day.ts';
import type { EventMap, NewEvent, RecordedEvent } from '#kernel/exchange/event.ts';
import type { AnyReaction, CausedEvent, ReactionCall, ReadPayload } from '#kernel/exchange/reaction.ts';
import { arrived } from './dependency.ts';

/** How a consumer reacts: its table, and what it is told of. */
export interface Reactor<DB, Events extends EventMap> {
  /** The consuming service. */
  readonly service: string;
  readonly reactionOf: (type: string) => AnyReaction<DB, Events> | undefined;
  readonly readPayload: ReadPayload;
  readonly logger: Logger;
}

/** The event that moves the day of a county (E20). */
export const dayBegan = 'cn.jixiao.integration.DayBegan.v1';

/** What a reaction did besides its own rows; it matters after the commit only. */
export interface Traces {
  appended: number;
  arrived: number;
}

/** Builds what a reaction gets; also what a hand-over switch gets, caused by the announcing event. */
export const callOf = <DB, Events extends EventMap>(
  reactor: Reactor<DB, Events>,
  tx: Transaction<DB>,
  event: RecordedEvent,
  traces: Traces,
): ReactionCall<DB, Events> => ({
  tx,
  businessDate: event.businessDate,
  append: (caused: CausedEvent<Events>) => {
    traces.appended += 1;
    const facts = {
      county: event.county,
      businessDate: event.businessDate,
      actor: `service:${reactor.service}`,
      ...(caused as object),
      correlation: event.correlation,
      causation: event.id,
      ...(event.traceparent === null ? {} : { traceparent: event.traceparent }),
    };
    // The map ties type and payload in CausedEvent; the compiler does not carry that through the spread.
    return append<Events>(tx, facts as NewEvent<Events>);
  },
  arrived: (fact) => {
    traces.arrived += 1;
    return arrived(tx, fact);
  },
  // Made when it is asked for: most reactions have nothing to say.
  get log() {
    return reactor.logger.child({
      eventId: event.id,
      type: event.type,
      key: event.key,
      correlation: event.correlation,
    });
  },
});

/** Narrows an open transaction to the rows of one county, until its end or the next call. */
export const narrowTo = async <DB>(tx: Transaction<DB>, counties: readonly string[]): Promise<void> => {
  await sql`select set_config('jixiao.counties', ${counties.join(',')}, true)`.execute(tx);
};

/**
 * Applies one event: the day first, when it is that, then the service's own reaction. An event that nobody here reacts to
 * is applied by doing nothing. Throws what the reaction throws.
 */
export const react = async <DB, Events extends EventMap>(
  reactor: Reactor<DB, Events>,
  tx: Transaction<DB>,
  event: RecordedEvent,
  traces: Traces,
): Promise<void> => {
  if (event.type === dayBegan) await storeDay(tx, event.payload);
  const reaction = reactor.reactionOf(event.type);
  if (reaction === undefined) return;
  const payload = reactor.readPayload(event, event.payload);
  await reaction({ ...event, payload }, callOf(reactor, tx, event, traces));
};
