// The shapes of this service's handlers, reactions and switches: the kernel's, with our contract, tables and events.
import type { components, operations } from '#contracts/generated/evaluation.ts';
import type { EventMap, EventsOf, EventsTo } from '#contracts/generated/events.ts';
import type { ReceivedEvent } from '#kernel/exchange/event.ts';
import type { Switch } from '#kernel/exchange/handover/pull.ts';
import type { ReactionCall } from '#kernel/exchange/reaction.ts';
import type { Call, Handler } from '#kernel/operation/call.ts';
import type { DB } from './store/tables.ts';

/** The records of this service's contract. */
export type Schemas = components['schemas'];
/** The events that this service sends. */
export type Sent = Pick<EventMap, EventsOf<'evaluation'>>;
/** The events that this service receives. */
export type Received = Pick<EventMap, EventsTo<'evaluation'>>;
/** What a handler of this service may use. */
export type EvaluationCall = Call<DB, Sent>;
/** A handler of an operation of this service's contract. */
export type EvaluationHandler<Id extends keyof operations> = Handler<operations[Id], DB, Sent>;
/** What a reaction of this service may use. */
export type EvaluationReactionCall = ReactionCall<DB, Sent>;
/** A reaction of this service to an event that it receives. */
export type EvaluationReaction<Type extends keyof Received> = (
  event: ReceivedEvent<Received[Type]>,
  call: EvaluationReactionCall,
) => Promise<void>;
/** What moves a handed-over set into this service's tables (E14). */
export type EvaluationSwitch = Switch<DB, Sent>;
