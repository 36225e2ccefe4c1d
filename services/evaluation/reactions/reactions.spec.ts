// Facts of other services: taken over once, in whatever order their keys arrive.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WaitFor } from '#kernel/exchange/failure.ts';
import { businessId } from '#kernel/values/identifier.ts';
import { cycleId, unitIdOf } from '../../../tests/support/evaluation/facts.ts';
import { finance, water } from '../../../tests/support/evaluation/people.ts';
import { departments, indicatorSystem, indicatorSystemId } from '../../../tests/support/evaluation/scheme.ts';
import { openStage, type Stage } from '../../../tests/support/evaluation/stage.ts';
import { county, placeIdOf } from '../../../tests/support/small-directory.ts';

const stranger = '5f0c3c3e-52a5-5c8f-9d5e-3f6c1f2b7a10';
const first = '330381001000';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  await stage.to('collecting');
});
afterAll(() => stage.service.stop());

const system = {
  indicatorSystemId: stranger,
  code: 'other',
  version: 1,
  documentId: stranger,
  publishedOn: '2025-01-06',
  digest: 'a'.repeat(64),
};

describe('an indicator system', () => {
  test('that was published twice is kept once', async () => {
    const event = { ...system, indicatorSystemId, code: 'small', system: { ...indicatorSystem, total: '99' } };
    const type = 'cn.jixiao.indicators.IndicatorSystemPublished.v1';
    await expect(stage.service.receive(type, county, event)).rejects.toThrow('is faulty');
    await stage.service.receive(type, county, { ...event, system: { ...indicatorSystem, name: '另一个' } });
    const rows = await stage.service.sql<{ name: string }>("select system ->> 'name' as name from indicator_system");
    expect(rows).toEqual([{ name: indicatorSystem.name }]);
  });

  test('whose retirement comes first makes that wait for the publication', async () => {
    const retired = { indicatorSystemId: stranger, code: 'other', version: 1, retiredOn: '2025-02-01' };
    const type = 'cn.jixiao.indicators.IndicatorSystemRetired.v1';
    await expect(stage.service.receive(type, county, retired)).rejects.toThrow(WaitFor);
    const event = { ...system, system: { ...indicatorSystem } };
    await stage.service.receive('cn.jixiao.indicators.IndicatorSystemPublished.v1', county, event);
    expect(await stage.service.sql('select from arrival where key = $1', [stranger])).toHaveLength(1);
    await stage.service.receive(type, county, retired);
    const [row] = await stage.service.sql('select retired_on from indicator_system where id = $1', [stranger]);
    expect(row).toEqual({ retired_on: '2025-02-01' });
  });
});

describe('a plan', () => {
  const publish = (version: number, value: string) =>
    stage.service.receive('cn.jixiao.targets.PlanPublished.v1', county, {
      planId: businessId('plan', first),
      cycleId,
      unitId: unitIdOf(first),
      placeId: placeIdOf(first),
      version,
      publishedOn: '2025-03-01',
      targets: [{ targetId: stranger, indicatorCode: 'revenue', elementCode: 'E-REVENUE', value }],
    });

  test('replaces an earlier version, and is not replaced by one', async () => {
    const target = async () => {
      const [row] = await stage.service.sql<{ value: string }>(
        "select targets -> 0 ->> 'value' as value from published_plan where unit_id = $1",
        [unitIdOf(first)],
      );
      return row?.value;
    };
    await publish(3, '300');
    await publish(2, '200');
    expect(await target()).toBe('300');
    await publish(4, '400');
    expect(await target()).toBe('400');
  });
});

describe('a data element', () => {
  test('of a newer version moves the right to sign, and an older one does not move it back', async () => {
    const publish = (version: number, sourceOrganisationId: string) =>
      stage.service.receive('cn.jixiao.indicators.DataElementsPublished.v1', county, {
        elements: [
          {
            code: 'E-REVENUE',
            version,
            precision: 2,
            direction: 'higher',
            accumulation: 'cumulative',
            frequency: 'year',
            minimum: '0',
            maximum: '1000',
            sourceOrganisationId,
          },
        ],
      });
    await publish(3, departments.water);
    await publish(2, departments.finance);
    const sign = async (person: typeof finance) =>
      (await stage.service.ask('signValues', { path: { cycleId }, body: { elementCodes: ['E-REVENUE'] } }, person))
        .code;
    expect(await sign(finance)).toBe('SOURCE_NOT_OWN');
    expect(await sign(water)).toBeUndefined();
  });
});

describe('the teams', () => {
  test('are replaced as a whole, also by none', async () => {
    const teams = () => stage.service.sql<{ id: string }>('select id from team');
    const publish = (of: readonly string[]) =>
      stage.service.receive('cn.jixiao.integration.TeamsPublished.v1', county, {
        asOf: '2025-06-01',
        teams: of.map((code) => ({
          teamId: businessId('team', code),
          organisationId: businessId('organisation', code),
          placeId: placeIdOf(code),
          memberCount: 7,
        })),
      });
    await publish([first]);
    expect(await teams()).toEqual([{ id: businessId('team', first) }]);
    await publish([]);
    expect(await teams()).toEqual([]);
  });
});

describe('an event', () => {
  test('of another county leaves this one as it is', async () => {
    const event = { documentId: stranger, issuedOn: '2025-01-06', digest: 'a'.repeat(64) };
    await stage.service.receive('cn.jixiao.integration.DocumentRegistered.v1', '330382', event);
    const rows = await stage.service.sql<{ county: string }>('select county from known_document where id = $1', [
      stranger,
    ]);
    expect(rows).toEqual([{ county: '330382' }]);
  });

  test('without a county is not ours to apply', async () => {
    const event = { documentId: stranger, issuedOn: '2025-01-06', digest: 'a'.repeat(64) };
    const type = 'cn.jixiao.integration.DocumentRegistered.v1';
    await expect(stage.service.receive(type, null, event)).rejects.toThrow('names no county');
  });
});
