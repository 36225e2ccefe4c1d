// A run of the short year that is cut off again and again goes on where it was, and ends in the bytes of one that was not.
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { playShortYear } from '../../demonstration/play.ts';
import { developmentPassword, developmentSecret } from '../../deploy/issuer/account.ts';
import { type SystemUnderTest, systemUnderTest } from '../support/system.ts';

/** Runs are cut off at their second, third or fourth act that did something, in turn: no run gets far. */
const actsOfRun = (run: number): number => 2 + (run % 3);
const runsMax = 100;
const yearLimitMs = 900_000;

class CutOff extends Error {}

describe('the short year, cut off at every few acts', () => {
  let system: SystemUnderTest;
  beforeAll(async () => {
    system = await systemUnderTest();
  });
  afterAll(() => system.stop());

  /** Plays until the run is cut off, or to the end: then it gives the digest of the export. */
  const play = async (actsMax: number): Promise<{ readonly digest: string | undefined; readonly acts: number }> => {
    let acts = 0;
    try {
      const { summary } = await playShortYear({
        gateway: system.url,
        issuer: system.issuer,
        credentials: { password: developmentPassword, secretOf: developmentSecret },
        provinceControl: system.partners.province.controlUrl,
        hrControl: system.partners.hr.controlUrl,
        report: {
          monthBegan: () => undefined,
          progress: () => {
            acts += 1;
            if (acts === actsMax) throw new CutOff();
          },
        },
      });
      return { digest: summary.digest, acts };
    } catch (error) {
      if (!(error instanceof CutOff)) throw error;
      return { digest: undefined, acts };
    }
  };

  it(
    'ends in the committed bytes, and has nothing left to do after that',
    async () => {
      const committed = (await readFile(new URL('./short-year.digest', import.meta.url), 'utf8')).split(' ')[0];
      let ended: string | undefined;
      let runs = 0;
      for (; ended === undefined && runs < runsMax; runs += 1) ended = (await play(actsOfRun(runs))).digest;
      expect(runs).toBeGreaterThan(10);
      expect(ended).toBe(committed);
      expect(await play(runsMax)).toEqual({ digest: committed, acts: 0 });
    },
    yearLimitMs,
  );
});
