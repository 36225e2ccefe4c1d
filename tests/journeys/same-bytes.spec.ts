// The same bytes (E21): the short year's export does not depend on how the system is run. The digests are committed beside this
// file; a change of them is written by `npm test -- tests/journeys/same-bytes.spec.ts -u`, and explained in its commit.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Exported } from '../../demonstration/export.ts';
import { simulationSeed } from '../../deploy/embedded/partners.ts';
import { distributedServers } from '../support/distributed.ts';
import { recordingLogger } from '../support/integration/partners.ts';
import { type SystemUnderTest, systemUnderTest } from '../support/system.ts';
import { digestText, firstDifference } from './support/digests.ts';
import { foundIn, rosterOf } from './support/roster.ts';
import { type Playable, playOn } from './support/run.ts';
import { onStage } from './support/stage.ts';
import { storedTexts } from './support/stored-texts.ts';

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
  const logged: string[] = [];
  beforeAll(async () => {
    system = await systemUnderTest({ logger: recordingLogger(logged) });
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

  it('leaves no name and no ID number of its persons in any table but the encrypted one, nor in plain there, nor in a log', async () => {
    const roster = rosterOf('330381', simulationSeed);
    expect(roster.names.size).toBeGreaterThan(100);
    const [name = '', idNumber = ''] = [[...roster.names][0], [...roster.idNumbers][0]];
    expect(foundIn(`由${name}同志（${idNumber}）签发`, roster)).toEqual([name, idNumber]);
    const found: Record<string, readonly string[]> = {};
    let tables = 0;
    for await (const { name, text } of storedTexts(system.databaseUrl)) {
      tables += 1;
      const names = foundIn(text, roster);
      if (names.length > 0) found[name] = names;
    }
    expect(found).toEqual({});
    expect(tables).toBeGreaterThan(80);
    expect(logged.length).toBeGreaterThan(1_000);
    expect(foundIn(logged.join('\n'), roster)).toEqual([]);
  });
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
