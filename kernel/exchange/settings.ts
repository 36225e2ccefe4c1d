// What the exchange of a service is given, and the table of reactions made of it.
import type { Logger } from 'pino';
import type { Bus } from '#kernel/bus/port.ts';
import type { Database } from '#kernel/database/database.ts';
import type { AskWatermarks } from '#kernel/exchange/auditing/auditor.ts';
import type { Reactor } from '#kernel/exchange/consuming/react.ts';
import type { FetchPage, Switch } from '#kernel/exchange/handover/pull.ts';
import type { EventMap } from './event.ts';
import type { ExchangeConfig } from './limits.ts';
import type { AnyReaction, Reactions, ReadPayload } from './reaction.ts';
import type { CountOpenWork } from './status.ts';

/** What the exchange of a service needs. */
export interface ExchangeSettings<Consumed extends EventMap, DB, Events extends EventMap> {
  readonly service: string;
  /** The sources whose events this service reads. */
  readonly consumes: readonly string[];
  /** The services that read this one's events, as the AsyncAPI document says: the auditor asks them. */
  readonly consumers: readonly string[];
  /** A type that is left out is applied by doing nothing; the definition of a service leaves none out. */
  readonly reactions: Partial<Reactions<Consumed, DB, Events>>;
  /** As the service's own role. */
  readonly database: Database<DB>;
  /** As `<service>_exchange`. */
  readonly exchangeDatabase: Database<object>;
  readonly bus: Bus;
  readonly config: ExchangeConfig;
  readonly logger: Logger;
  /** Fills up and checks payloads; by default they are taken as they come. */
  readonly readPayload?: ReadPayload;
  /** By default the consumers are asked over the bus. */
  readonly askWatermarks?: AskWatermarks;
  /** Counts work under way that no event shows, so that `settled` waits for it (E21). */
  readonly openWork?: CountOpenWork;
  /** How announced sets are fetched, and what each kind is switched by (E14). */
  readonly handover?: {
    readonly fetchPage: FetchPage;
    readonly switches: Readonly<Record<string, Switch<DB, Events>>>;
  };
}

const tableOf = <DB, Events extends EventMap>(reactions: object): ReadonlyMap<string, AnyReaction<DB, Events>> =>
  new Map(Object.entries(reactions).map(([type, reaction]) => [type, reaction as AnyReaction<DB, Events>]));

/** The reactor of a service. */
export const reactorOf = <Consumed extends EventMap, DB, Events extends EventMap>(
  settings: ExchangeSettings<Consumed, DB, Events>,
): Reactor<DB, Events> => {
  const table = tableOf<DB, Events>(settings.reactions);
  return {
    service: settings.service,
    reactionOf: (type) => table.get(type),
    readPayload: settings.readPayload ?? ((_, payload) => payload),
    logger: settings.logger,
  };
};
