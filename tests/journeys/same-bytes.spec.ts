// The same bytes (E21): the short year's export does not depend on how the system is run. The digests are committed beside this
// file; a change of them is written by `npm test -- tests/journeys/same-bytes.spec.ts -u`, and explained in its commit.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Exported } from '../../demonstration/export.ts';
import { distributedServers } from '../support/distributed.ts';
import { type SystemUnderTest, systemUnderTest } from '../support/system.ts';
import { digestText, firstDifference } from './support/digests.ts';
import { type Playable, playOn } from './support/run.ts';
import { onStage } from './support/stage.ts';

const monthsFirst = 3;
const yearLimitMs = 900_000;
const ground = await distributedServers();

/** Plays three months and then the rest, as a run that was interrupted goes on, and exports both times. */
const playTwice = async (system: Playable): Promise<readonly [Exported, Exported]> => {
  const begun = await playOn(system, { months: monthsFirst });
  return [begun, await playOn(system)];
};

let embedded: readonly [Exported, Exported] | undefined;

describe('the short year, embedded', () => {
  let system: SystemUnderTest;
  beforeAll(async () => {
    system = await systemUnderTest();
  });
  afterAll(() => system.stop());

  it(
    'ends in the bytes whose digests are committed, after three months and after the year',
    async () => {
      embedded = await playTwice(system);
      const [months, year] = embedded;
      await expect(digestText(months)).toMatchFileSnapshot('./three-months.digest');
      await expect(digestText(year)).toMatchFileSnapshot('./short-year.digest');
    },
    yearLimitMs,
  );
});

describe.skipIf('skip' in ground)('the short year, by two instances of each service', () => {
  if ('skip' in ground) return;
  const stage = onStage(ground);

  it(
    'ends in the same bytes as embedded, after three months and after the year',
    async () => {
      if (embedded === undefined) throw new Error('The embedded run did not come to its end.');
      const distributed = await playTwice(stage());
      expect(firstDifference(distributed[0], embedded[0])).toBeUndefined();
      expect(firstDifference(distributed[1], embedded[1])).toBeUndefined();
    },
    yearLimitMs,
  );
});
