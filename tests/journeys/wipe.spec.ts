// Three months in which JetStream loses all it holds in the middle: the same bytes, nothing stuck.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { distributedServers } from '../support/distributed.ts';
import { digestText } from './support/digests.ts';
import { holdTable } from './support/in-flight.ts';
import { playStruck } from './support/run.ts';
import { onStage } from './support/stage.ts';
import { untilEvents } from './support/strike.ts';

const months = 3;
// After this day the 23 townships sign their plans at the same time.
const day = '2025-02-10';
const plansSubmitted = 12;
const limitMs = 600_000;
const ground = await distributedServers();

describe.skipIf('skip' in ground)('three months in which the data of JetStream are wiped', () => {
  if ('skip' in ground) return;
  const stage = onStage(ground);

  it(
    'end in the bytes of an undisturbed run, with nothing stuck',
    async () => {
      const system = stage();
      const wipe = async (): Promise<void> => {
        await untilEvents(system.databaseUrl, 'targets', 1);
        // Evaluation stands still meanwhile: what waits for it in JetStream is what is lost.
        const hold = await holdTable(system.databaseUrl, 'evaluation.watermark');
        await untilEvents(system.databaseUrl, 'targets', plansSubmitted);
        await system.wipe();
        await hold.release();
      };
      const exported = await playStruck(system, { months, day, strike: wipe });
      const undisturbed = await readFile(join(import.meta.dirname, 'three-months.digest'), 'utf8');
      expect(digestText(exported)).toBe(undisturbed);
    },
    limitMs,
  );
});
