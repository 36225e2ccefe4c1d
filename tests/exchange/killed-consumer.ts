// A program for one spec: a consumer over JetStream that is killed between the commit of an effect and its acknowledgement.
import { pino } from 'pino';
import { jetStreamBus, singleServerStreams } from '#kernel/bus/jetstream/bus.ts';
import { openDatabase } from '#kernel/database/database.ts';
import { startExchange } from '#kernel/exchange/start.ts';
import { storeEffect } from './effect.ts';
import { planApproved, quickConfig, type SpecEvents } from './support.ts';

const [nats, own, exchange] = process.argv.slice(2);
if (nats === undefined || own === undefined || exchange === undefined) throw new Error('Three addresses are needed.');

const logger = pino({ level: 'silent' });
const bus = await jetStreamBus({
  namespace: 'jixiao',
  address: { servers: nats },
  streams: { ...singleServerStreams, ackWaitMs: 1_000 },
  timeoutMs: 1_000,
  logger,
});
const open = (url: string) =>
  openDatabase<object>({ url, schema: 'evaluation', applicationName: 'killed', poolMax: 4, logger });
await startExchange<SpecEvents, object, SpecEvents>({
  service: 'evaluation',
  consumes: ['targets'],
  consumers: [],
  reactions: { [planApproved]: storeEffect },
  database: open(own),
  exchangeDatabase: open(exchange),
  bus: {
    ...bus,
    consume: (durable, handle) =>
      bus.consume(durable, async (message) => {
        const disposition = await handle(message);
        // The effect is committed, the broker does not know yet: nothing that a program could tidy up runs after this.
        process.kill(process.pid, 'SIGKILL');
        return disposition;
      }),
  },
  config: quickConfig,
  logger,
});
