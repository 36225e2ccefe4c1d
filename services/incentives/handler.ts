// The shapes of this service's handlers and reactions: the kernel's, with our contract, tables and events.
import type { EventMap, EventsOf, EventsTo } from '#contracts/generated/events.ts';
import type { operations } from '#contracts/generated/incentives.ts';
import type { ReceivedEvent } from '#kernel/exchange/event.ts';
import type { ReactionCall } from '#kernel/exchange/reaction.ts';
import type { Call, Handler } from '#kernel/operation/call.ts';
import type { DB } from './store/tables.ts';

/** The events that this service sends. */
export type Sent = Pick<EventMap, EventsOf<'incentives'>>;
/** The events that this service receives. */
export type Received = Pick<EventMap, EventsTo<'incentives'>>;
/** What a handler of this service may use. */
export type IncentivesCall = Call<DB, Sent>;
/** A handler of an operation of this service's contract. */
export type IncentivesHandler<Id extends keyof operations> = Handler<operations[Id], DB, Sent>;
/** A reaction of this service to an event that it receives. */
export type IncentivesReaction<Type extends keyof Received> = (
  event: ReceivedEvent<Received[Type]>,
  call: ReactionCall<DB, Sent>,
) => Promise<void>;
