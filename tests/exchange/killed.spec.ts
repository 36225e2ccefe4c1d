// Processes that die: rules E6 and E7.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jetStreamBus, singleServerStreams } from '#kernel/bus/jetstream/bus.ts';
import { natsServer } from '../support/nats.ts';
import { appendOne, approved, logger } from './support.ts';
import { openWorld, type World } from './world.ts';

const nats = await natsServer();
const program = fileURLToPath(new URL('killed-consumer.ts', import.meta.url));

describe.skipIf('skip' in nats)('a process that is killed', () => {
  if ('skip' in nats) return;
  let world: World;
  beforeAll(async () => {
    world = await openWorld({
      connect: () =>
        jetStreamBus({
          namespace: 'jixiao',
          address: { servers: nats.url },
          streams: { ...singleServerStreams, ackWaitMs: 1_000 },
          timeoutMs: 1_000,
          logger,
        }),
      wipe: () => nats.wipe(),
      stop: async () => undefined,
    });
  });
  afterAll(async () => {
    await world.close();
    await nats.stop();
  });

  const runUntilKilled = (): Promise<NodeJS.Signals | null> =>
    new Promise((resolve, reject) => {
      const { database } = world;
      const addresses = [nats.url, database.url('evaluation'), database.url('evaluation_exchange')];
      const child = spawn(process.execPath, [program, ...addresses], { stdio: 'inherit' });
      child.on('error', reject);
      child.on('exit', (_, signal) => resolve(signal));
    });

  it('E7 between its effect and the acknowledgement leaves one effect, whoever goes on', async () => {
    await world.startTargets();
    for (const step of [1, 2, 3]) await appendOne(world.targets, approved('k-a', step));
    expect(await runUntilKilled()).toBe('SIGKILL');
    expect((await world.effects('k-a')).length).toBeGreaterThan(0);
    await world.startEvaluation();
    await appendOne(world.targets, approved('k-a', 4));
    await world.settled();
    expect((await world.effects('k-a')).map(({ step }) => step)).toEqual([1, 2, 3, 4]);
  });
});
