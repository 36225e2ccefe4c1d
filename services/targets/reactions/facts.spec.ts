// What other services say is taken over as they say it, in whichever order it comes.
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { businessId } from '#kernel/values/identifier.ts';
import { published } from '../../../tests/support/targets/acts.ts';
import {
  county,
  openWorld,
  people,
  places,
  systemId,
  systemPublished,
  type World,
} from '../../../tests/support/targets/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.service.stop());

const scheme = JSON.parse(await readFile(new URL('../../../rulesets/ruian-thread.json', import.meta.url), 'utf8')) as {
  readonly indicatorSystem: object;
  readonly lightRules: object;
};

describe('the opening of a cycle', () => {
  test('waits for its indicator system, which wakes it', async () => {
    const indicatorSystemId = businessId('indicator-system', 'later');
    const cycle = { cycleId: businessId('cycle', 'later'), indicatorSystemId };
    const type = 'cn.jixiao.indicators.IndicatorSystemPublished.v1';
    const dependency = { type, key: indicatorSystemId };
    await expect(world.openCycle(cycle)).rejects.toMatchObject({ name: 'WaitFor', dependency });
    await world.service.receive(type, county, { ...systemPublished(scheme), indicatorSystemId });
    const arrivals = 'select from arrival where type = $1 and key = $2';
    expect(await world.service.sql(arrivals, [type, indicatorSystemId])).toHaveLength(1);
    await world.openCycle(cycle);
    expect(await world.service.sql('select from cycle where id = $1', [cycle.cycleId])).toHaveLength(1);
  });

  test('with light rules that can not be read is refused at once, not on the first day', async () => {
    await expect(world.openCycle({ cycleId: systemId, lightRules: { version: 'v' } })).rejects.toThrow('light rules');
  });
});

describe('data elements', () => {
  test('are held in their newest version, whichever comes last', async () => {
    const at = (version: number, maximum: string): Promise<void> =>
      world.service.receive('cn.jixiao.indicators.DataElementsPublished.v1', county, {
        elements: [
          {
            code: 'X',
            version,
            precision: 1,
            direction: 'higher',
            accumulation: 'current',
            frequency: 'month',
            minimum: '0',
            maximum,
            sourceOrganisationId: systemId,
          },
        ],
      });
    await at(2, '200');
    await at(1, '100');
    expect(await world.service.sql("select version, maximum from element where code = 'X'")).toEqual([
      { version: 2, maximum: '200' },
    ]);
  });
});

describe('a fact without a county', () => {
  test('is not taken over', async () => {
    const payload = { documentId: systemId, issuedOn: '2025-01-06', digest: 'a'.repeat(64) };
    await expect(world.service.receive('cn.jixiao.integration.DocumentRegistered.v1', null, payload)).rejects.toThrow(
      'county',
    );
  });
});

describe('the export', () => {
  test('holds plans with targets, decisions without their persons, lights with traces, and notices, by key', async () => {
    await published(world, 'tangxia');
    await published(world, 'gaolou');
    const lists = await Promise.all(
      ['plans', 'decisions', 'lights', 'notices'].map((list) => world.service.exported(list, county)),
    );
    expect(lists.map((list) => list.length)).toEqual([2, 2, 5, 0]);
    for (const list of lists) {
      const keys = list.map(({ key }) => key);
      expect(keys).toEqual(keys.toSorted());
      expect(new Set(keys).size).toBe(keys.length);
    }
    // Fields are named in one manner, and lights that stand in one observation list none.
    expect(JSON.stringify(lists)).not.toMatch(/"[a-z]+_[a-z_]+":|"observations"/);
    expect(JSON.stringify(lists)).not.toMatch(new RegExp([people.recorder.subject, people.releaser.subject].join('|')));
    expect(lists[0]).toContainEqual(
      expect.objectContaining({
        content: expect.objectContaining({ placeId: places.tangxia, state: 'published', approvedOn: '2025-01-10' }),
      }),
    );
  });
});
