// The exchange over NATS JetStream.
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { afterAll, describe, expect, it } from 'vitest';
import { jetStreamBus, singleServerStreams } from '#kernel/bus/jetstream/bus.ts';
import { streamOf } from '#kernel/bus/jetstream/provision.ts';
import type { Bus } from '#kernel/bus/port.ts';
import { natsServer } from '../support/nats.ts';
import { describeBus } from './bus-suite.ts';
import { describeExchange } from './suite.ts';
import { logger, until } from './support.ts';
import type { BusUnderTest } from './world.ts';

const nats = await natsServer({ killed: true });

describe.skipIf('skip' in nats)('with a NATS server', () => {
  if ('skip' in nats) return;
  afterAll(() => nats.stop());
  const open = (): Promise<Bus> =>
    jetStreamBus({ address: { servers: nats.url }, streams: singleServerStreams, timeoutMs: 1_000, logger });
  const under: BusUnderTest = { connect: open, wipe: () => nats.wipe(), stop: async () => undefined };
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
