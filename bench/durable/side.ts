// One service of the durable path as a process of its own: it appends and relays, or it receives and applies.
import { sql } from 'kysely';
import { jetStreamBus, singleServerStreams } from '#kernel/bus/jetstream/bus.ts';
import { type Database, openDatabase } from '#kernel/database/database.ts';
import { roleOf, type ServiceName } from '#kernel/database/provision.ts';
import { exchangeDefaults } from '#kernel/exchange/limits.ts';
import type { Reaction } from '#kernel/exchange/reaction.ts';
import { startExchange } from '#kernel/exchange/start.ts';
import { obey, sayReady } from '../support/child.ts';
import { logger, roleUrl } from '../support/database.ts';
import { type AppendOrder, appendInLanes, type BenchEvents, planApproved } from './events.ts';

const [superuserUrl = '', natsUrl = '', side = ''] = process.argv.slice(2);
const poolMax = 10;

const open = (service: ServiceName, kind: 'service' | 'exchange'): Database<object> => {
  const role = roleOf(service, kind);
  return openDatabase({ url: roleUrl(superuserUrl, role), schema: service, applicationName: role, poolMax, logger });
};

const storeEffect: Reaction<BenchEvents[typeof planApproved], object, BenchEvents> = async (event, { tx }) => {
  await sql`insert into bench_effect (event_id, county, key, step)
    values (${event.id}, ${event.county}, ${event.key}, ${event.payload.step})`.execute(tx);
};

const service: ServiceName = side === 'producer' ? 'targets' : 'evaluation';
const [database, exchangeDatabase] = [open(service, 'service'), open(service, 'exchange')];
const bus = await jetStreamBus({
  namespace: 'jixiao',
  address: { servers: natsUrl },
  streams: singleServerStreams,
  timeoutMs: exchangeDefaults.publishTimeoutMs,
  logger,
});
const exchange = await startExchange<BenchEvents, object, BenchEvents>({
  service,
  consumes: side === 'producer' ? [] : ['targets'],
  consumers: side === 'producer' ? ['evaluation'] : [],
  reactions: side === 'producer' ? {} : { [planApproved]: storeEffect },
  database,
  exchangeDatabase,
  bus,
  config: exchangeDefaults,
  logger,
});
if (side === 'producer') obey((order) => appendInLanes(database, order as AppendOrder, () => exchange.wake()));
process.once('SIGTERM', () => {
  void exchange.stop().finally(() => process.exit(0));
});
sayReady({ side });
