// A reaction: what a service does when an event arrives. The shape that all reactions share.
import type { Transaction } from 'kysely';
import type { Logger } from 'pino';
import type { Appended } from './append.ts';
import type { EventFacts, EventMap, NewEvent, ReceivedEvent, TypeOf } from './event.ts';
import type { Dependency } from './failure.ts';

/**
 * An event that a reaction appends. What is left out is taken from the event that caused it: county, business date,
 * correlation; the actor is the service itself.
 */
export type CausedEvent<Events extends EventMap> =
  NewEvent<Events> extends infer Event
    ? Event extends { readonly type: infer Type; readonly payload: infer Payload }
      ? { readonly type: Type; readonly payload: Payload; readonly key: string } & Partial<
          Pick<EventFacts, 'county' | 'businessDate' | 'actor' | 'schemaVersion'>
        >
      : never
    : never;

/** What a reaction may use. All of it belongs to the one transaction of the effect (E7). */
export interface ReactionCall<DB, Events extends EventMap> {
  /** The transaction, seeing only the rows of the event's county. */
  readonly tx: Transaction<DB>;
  /** Appends an event that this one caused. */
  append(event: CausedEvent<Events>): Promise<Appended>;
  /** Records a fact that events of other keys may wait for (E2): they are redriven after this transaction. */
  arrived(fact: Dependency): Promise<void>;
  /** The business date of the event, `YYYY-MM-DD` (E20). There is no other clock here. */
  readonly businessDate: string;
  /** Already carries the event's id, type, key and trace. Log ids only. */
  readonly log: Logger;
}

/**
 * What a service does when an event of a type arrives. It runs in the transaction of the watermark, perhaps more than once,
 * and its effect counts once. It throws `waitFor` when a fact is missing, `transient` for what may pass, and anything else
 * parks the event. It starts no work that outlives its transaction.
 */
export type Reaction<Payload, DB, Events extends EventMap> = (
  event: ReceivedEvent<Payload>,
  call: ReactionCall<DB, Events>,
) => Promise<void>;

/** The day is kept by the exchange itself: a service reacts to it beside that, or not at all. */
type DayBegan = 'cn.jixiao.integration.DayBegan.v1';

/**
 * The table of a service: event type → reaction. `Consumed` maps the types it receives, as the AsyncAPI document says, to their
 * payloads: leave one out and it does not compile.
 */
export type Reactions<Consumed extends EventMap, DB, Events extends EventMap> = {
  readonly [Type in Exclude<TypeOf<Consumed>, DayBegan>]: Reaction<Consumed[Type], DB, Events>;
} & { readonly [Type in Extract<TypeOf<Consumed>, DayBegan>]?: Reaction<Consumed[Type], DB, Events> };

/** A reaction whose payload is not known here: how the consumer holds the table. */
export type AnyReaction<DB, Events extends EventMap> = (
  event: ReceivedEvent<unknown>,
  call: ReactionCall<DB, Events>,
) => Promise<void>;

/**
 * Brings a payload to the version that the reactions know and checks what they rely on (E19): unknown fields are let
 * through, an older version is filled up. It throws on what can't be read, which parks the event.
 */
export type ReadPayload = (
  event: { readonly type: string; readonly schemaVersion: string },
  payload: unknown,
) => unknown;
