// The exchange over NATS JetStream.
import { describe } from 'vitest';
import { jetStreamBus, singleServerStreams } from '#kernel/bus/jetstream/bus.ts';
import { natsServer } from '../support/nats.ts';
import { describeExchange } from './suite.ts';
import { logger } from './support.ts';

const nats = await natsServer();

describe.skipIf('skip' in nats)('with a NATS server', () => {
  if ('skip' in nats) return;
  describeExchange('JetStream', async () => ({
    connect: () =>
      jetStreamBus({ address: { servers: nats.url }, streams: singleServerStreams, timeoutMs: 1_000, logger }),
    wipe: () => nats.wipe(),
    stop: () => nats.stop(),
  }));
});
