// The exchange over the in-process bus.
import { expect, it } from 'vitest';
import { inProcessBus } from '#kernel/bus/in-process.ts';
import { describeBus } from './bus-suite.ts';
import { describeExchange } from './suite.ts';
import { until } from './support.ts';
import type { BusUnderTest } from './world.ts';

const makeBus = async (): Promise<BusUnderTest> => {
  const bus = inProcessBus();
  return {
    // All share one bus: whoever stops must not close it for the others.
    connect: async () => ({ ...bus, close: async () => undefined }),
    wipe: async () => bus.wipe(),
    stop: () => bus.close(),
  };
};

describeExchange('the in-process bus', makeBus);
// What was acknowledged is gone here anyway: there is nothing to purge.
describeBus('in-process', makeBus, async () => undefined);

it('makes a producer wait when its consumers are behind, and refuses after a while: nothing is buffered without limit', async () => {
  const bus = inProcessBus({ messagesMax: 2, publishWaitMs: 50 });
  const publish = (id: string): Promise<void> => bus.publish('s', 0, { id, headers: {}, body: new Uint8Array() });
  await expect(publish('0')).rejects.toMatchObject({ code: 'NO_STREAM' });
  await bus.provision('s', ['reader'], [0]);
  await publish('1');
  await publish('2');
  await expect(publish('3')).rejects.toThrow('the stream is full');
  const got: string[] = [];
  const waiting = publish('4');
  await bus.consume({ consumer: 'reader', source: 's', shard: 0 }, async ({ id }) => {
    got.push(id);
    return { kind: 'ack' };
  });
  await waiting;
  await until(
    () => got.length,
    (count) => count === 3,
  );
  expect(got).toEqual(['1', '2', '4']);
});
