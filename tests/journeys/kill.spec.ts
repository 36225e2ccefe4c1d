// Three months in which one instance of each service is killed in the middle and started again: the same bytes, nothing stuck.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { serviceNames } from '#kernel/database/provision.ts';
import { distributedServers } from '../support/distributed.ts';
import { digestText } from './support/digests.ts';
import { playStruck } from './support/run.ts';
import { onStage } from './support/stage.ts';
import { untilEvents } from './support/strike.ts';

const months = 3;
// After this day the 23 townships sign their plans at the same time: a few have, and most have not.
const day = '2025-02-10';
const plansSubmitted = 5;
const limitMs = 600_000;
const ground = await distributedServers();

describe.skipIf('skip' in ground)('three months in which kill -9 ends an instance of each service', () => {
  if ('skip' in ground) return;
  const stage = onStage(ground);

  it(
    'end in the bytes of an undisturbed run, with nothing stuck',
    async () => {
      const system = stage();
      const killAndStart = async (): Promise<void> => {
        await untilEvents(system.databaseUrl, 'targets', plansSubmitted);
        await Promise.all(serviceNames.map((service) => system.kill(service, 0)));
        await Promise.all(serviceNames.map((service) => system.start(service, 0)));
      };
      const exported = await playStruck(system, { months, day, strike: killAndStart });
      const undisturbed = await readFile(join(import.meta.dirname, 'three-months.digest'), 'utf8');
      expect(digestText(exported)).toBe(undisturbed);
    },
    limitMs,
  );
});
