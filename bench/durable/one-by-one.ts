// Publish, await, handle, acknowledge: each event in transactions of its own, so many of them under way at once.
import { AckPolicy, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { sql } from 'kysely';
import { openDatabase } from '#kernel/database/database.ts';
import { appendAll } from '#kernel/exchange/append.ts';
import { obey, sayReady } from '../support/child.ts';
import { logger, roleUrl } from '../support/database.ts';
import { type BenchEvents, county, eventsOf } from './events.ts';

const [superuserUrl = '', natsUrl = ''] = process.argv.slice(2);
const poolMax = 10;
const stream = 'ONE_BY_ONE';
const subject = 'bench.one-by-one';
const inFlightMax = 256;

const databaseOf = (service: string) =>
  openDatabase<object>({
    url: roleUrl(superuserUrl, service),
    schema: service,
    applicationName: 'bench',
    poolMax,
    logger,
  });
const [sending, receiving] = [databaseOf('integration'), databaseOf('evaluation')];
const connection = await connect({ servers: natsUrl });
const manager = await jetstreamManager(connection);
await manager.streams.add({ name: stream, subjects: [subject] });
await manager.consumers.add(stream, {
  durable_name: 'reader',
  ack_policy: AckPolicy.Explicit,
  max_ack_pending: inFlightMax,
});
const client = jetstream(connection);
const applied = new Map<string, () => void>();

const consumer = await client.consumers.get(stream, 'reader');
await consumer.consume({
  max_messages: inFlightMax,
  callback: (message) => {
    const event = message.json<{ id: string; key: string; step: number }>();
    const effect = receiving.transact({ counties: [county] }, async (tx) => {
      await sql`insert into bench_inbox (event_id) values (${event.id})`.execute(tx);
      await sql`insert into bench_effect (event_id, county, key, step)
        values (${event.id}, ${county}, ${event.key}, ${event.step})`.execute(tx);
    });
    void effect.then(() => message.ackAck()).then(() => applied.get(event.id)?.());
  },
});

const one = async (run: string, lane: number, step: number): Promise<void> => {
  const events = eventsOf(run, lane, step, 1);
  const [stored] = await sending.transact({ counties: [county] }, (tx) => appendAll<BenchEvents>(tx, events));
  if (stored === undefined) throw new Error('No event was stored.');
  const done = new Promise<void>((resolve) => applied.set(stored.id, resolve));
  await client.publish(subject, JSON.stringify({ ...events[0], id: stored.id, step }), { msgID: stored.id });
  await done;
  applied.delete(stored.id);
};

/** How many events, and how many of them under way at a time. */
interface Order {
  readonly run: string;
  readonly events: number;
  readonly inFlight: number;
}

obey(async (order) => {
  const { run, events, inFlight } = order as Order;
  let next = 0;
  const lane = async (number: number): Promise<void> => {
    while (next < events) {
      next += 1;
      await one(run, number, next);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, (_, number) => lane(number)));
});
process.once('SIGTERM', () => process.exit(0));
sayReady({});
