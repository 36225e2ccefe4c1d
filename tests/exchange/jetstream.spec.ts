// The exchange over NATS JetStream.
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { afterAll, describe, expect, it } from 'vitest';
import { jetStreamBus, singleServerStreams } from '#kernel/bus/jetstream/bus.ts';
import { namesOf } from '#kernel/bus/jetstream/names.ts';
import type { Bus, Listener, Subscription } from '#kernel/bus/port.ts';
import { natsServer } from '../support/nats.ts';
import { describeBus } from './bus-suite.ts';
import { describeExchange } from './suite.ts';
import { logger, until } from './support.ts';
import type { BusUnderTest } from './world.ts';

const { stream: streamOf } = namesOf('jixiao');
const nats = await natsServer({ killed: true });

describe.skipIf('skip' in nats)('with a NATS server', () => {
  if ('skip' in nats) return;
  afterAll(() => nats.stop());
  const open = (namespace = 'jixiao'): Promise<Bus> =>
    jetStreamBus({ namespace, address: { servers: nats.url }, streams: singleServerStreams, timeoutMs: 1_000, logger });
  const under: BusUnderTest = { connect: () => open(), wipe: () => nats.wipe(), stop: async () => undefined };
  const manager = async <T>(work: (of: Awaited<ReturnType<typeof jetstreamManager>>) => Promise<T>): Promise<T> => {
    const connection = await connect({ servers: nats.url });
    try {
      return await work(await jetstreamManager(connection));
    } finally {
      await connection.close();
    }
  };

  describeExchange('JetStream', async () => under);
  describeBus(
    'JetStream',
    async () => under,
    (source) =>
      manager(async (of) => {
        await of.streams.purge(streamOf(source));
      }),
  );

  it('E10 never alters a stream or a consumer that an operator has made otherwise', async () => {
    const bus = await open();
    await bus.provision('operated', ['reader'], [0]);
    await manager(async (of) => {
      await of.streams.update(streamOf('operated'), { max_msgs: 77 });
      await of.consumers.update(streamOf('operated'), 'reader_of_operated_0', { description: 'watched' });
    });
    await bus.provision('operated', ['reader'], [0]);
    const kept = await manager(async (of) => [
      (await of.streams.info(streamOf('operated'))).config.max_msgs,
      (await of.consumers.info(streamOf('operated'), 'reader_of_operated_0')).config.description,
    ]);
    expect(kept).toEqual([77, 'watched']);
    await bus.close();
  });

  it('makes its consumers as the exchange needs them', async () => {
    const bus = await open();
    await bus.provision('shape', ['reader'], [5]);
    const { config } = await manager((of) => of.consumers.info(streamOf('shape'), 'reader_of_shape_5'));
    expect(config).toMatchObject({
      ack_policy: 'explicit',
      deliver_policy: 'all',
      max_ack_pending: 1,
      max_deliver: -1,
      filter_subject: 'jixiao.exchange.shape.5',
    });
    await bus.close();
  });

  it('E10 keeps two installations on one account apart: frames, signals and questions of one never reach the other', async () => {
    const buses = [await open('county-a'), await open('county-b')] as const;
    const [a, b] = buses;
    const received = { a: [] as string[], b: [] as string[] };
    const heard = { a: [] as string[], b: [] as string[] };
    const text = (data: Uint8Array): string => new TextDecoder().decode(data);
    const bytes = (data: string): Uint8Array => new TextEncoder().encode(data);
    const readers: Subscription[] = [];
    const listeners: Listener[] = [];
    for (const [name, bus] of [
      ['a', a],
      ['b', b],
    ] as const) {
      await bus.provision('shared', ['reader'], [0]);
      readers.push(
        await bus.consume({ consumer: 'reader', source: 'shared', shard: 0 }, async ({ id }) => {
          received[name].push(id);
          return { kind: 'ack' };
        }),
      );
      listeners.push(
        bus.onSignal('gap.shared', (data) => heard[name].push(text(data))),
        bus.onAsk('watermarks.reader', async () => bytes(name)),
      );
    }
    await a.publish('shared', 0, { id: 'of-a', headers: {}, body: bytes('{}') });
    await b.publish('shared', 0, { id: 'of-b', headers: {}, body: bytes('{}') });
    await until(
      () => received.a.length + received.b.length,
      (count) => count >= 2,
    );
    expect(received).toEqual({ a: ['of-a'], b: ['of-b'] });
    const answers = await Promise.all(buses.map((bus) => bus.ask('watermarks.reader', bytes('shared'), 1_000)));
    expect(answers.map((answer) => text(answer ?? bytes('none')))).toEqual(['a', 'b']);
    a.signal('gap.shared', bytes('from-a'));
    await until(
      () => heard.a.length + heard.b.length,
      (count) => count >= 1,
    );
    expect(heard).toEqual({ a: ['from-a'], b: [] });
    for (const listener of listeners) listener.stop();
    for (const reader of readers) await reader.stop();
    for (const bus of buses) await bus.close();
  });

  it.each(['', 'County', 'a.b', 'a b', '-a', 'a>'])('no installation is called «%s»', async (namespace) => {
    await expect(open(namespace)).rejects.toThrow('can not be the namespace');
  });

  it('refuses to publish while the server is away, instead of buffering, and works again when it is back', async () => {
    const bus = await open();
    await bus.provision('away', [], [0]);
    const publish = (id: string): Promise<void> => bus.publish('away', 0, { id, headers: {}, body: new Uint8Array() });
    const outcome = (id: string): Promise<string> =>
      publish(id).then(
        () => 'stored',
        (error: unknown) => String(error),
      );
    await nats.kill();
    await until(
      () => outcome('a/1'),
      (seen) => seen.includes('the broker is away'),
    );
    await nats.start();
    await until(() => bus.connected(), Boolean);
    await bus.provision('away', [], [0]);
    expect(await outcome('a/2')).toBe('stored');
    const { state } = await manager((of) => of.streams.info(streamOf('away')));
    expect(state.messages).toBe(1);
    await bus.close();
  });
});
