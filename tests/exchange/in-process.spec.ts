// The exchange over the in-process bus.
import { inProcessBus } from '#kernel/bus/in-process.ts';
import { describeExchange } from './suite.ts';

describeExchange('the in-process bus', async () => {
  const bus = inProcessBus();
  return {
    // All share one bus: whoever stops must not close it for the others.
    connect: async () => ({ ...bus, close: async () => undefined }),
    wipe: async () => bus.wipe(),
    stop: () => bus.close(),
  };
});
