// The freeze (E14): ordered here, published by the owner of the observations, pulled by page, checked, and switched as a whole.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { water } from '../../../../tests/support/evaluation/people.ts';
import { openStage, type Stage } from '../../../../tests/support/evaluation/stage.ts';
import { county, placeIdOf } from '../../../../tests/support/small-directory.ts';

const announce = ({ service, cycleId, set }: Stage, changes: object = {}) => {
  const { setId, number, count, digest } = set;
  const payload = { cycleId, setId, number, count, digest, ...changes };
  return service.receive('cn.jixiao.indicators.ObservationSetPublished.v1', county, payload, '2026-01-20');
};
const frozenRows = ({ service }: Stage) => service.sql<{ value: string }>('select * from frozen_observation');

describe('a freeze', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
    await stage.to('collecting');
    // Water is signed again after a correction: its newest signature counts, and revenue's stays as it is.
    await stage.service.beginDay(county, '2026-01-16');
    await stage.sign();
    await stage.confirm();
    await stage.service.beginDay(county, '2026-01-19');
    const body = { elementCodes: ['E-WATER'] };
    await stage.service.ask('signValues', { path: { cycleId: stage.cycleId }, body }, water);
    await stage.close();
    await stage.service.beginDay(county, '2026-01-20');
    await stage.command('freezeCycle');
  });
  afterAll(() => stage.service.stop());

  test('names elements, places and days of what it orders, and until when each element is signed', async () => {
    const [event] = (await stage.service.sent()).slice(-1);
    expect(event).toMatchObject({
      type: 'cn.jixiao.evaluation.CycleFreezeOrdered.v1',
      key: stage.cycleId,
      payload: {
        elementCodes: ['E-REVENUE', 'E-WATER'],
        placeIds: stage.performances.map(({ code }) => placeIdOf(code)).sort(),
        from: '2025-01-01',
        to: '2025-12-31',
        orderedOn: '2026-01-20',
        freezeNumber: 1,
        signatures: [
          { elementCode: 'E-REVENUE', asOf: '2026-01-16' },
          { elementCode: 'E-WATER', asOf: '2026-01-19' },
        ],
      },
    });
  });

  test('passes a set over that answers another freeze', async () => {
    await announce(stage, { freezeNumber: 2 });
    expect(await stage.service.sql('select from handover_pull')).toHaveLength(0);
  });

  test('shows no set before it is taken over', async () => {
    await announce(stage, { freezeNumber: 1, unsigned: [{ elementCode: 'E-REVENUE', count: 2 }] });
    expect((await stage.cycle()).body).toMatchObject({ state: 'freezing', observationSet: null });
  });

  test('asked for a second set keeps the first', async () => {
    await announce(stage, { setId: '5f0c3c3e-52a5-5c8f-9d5e-3f6c1f2b7a10' });
    expect(await stage.service.sql('select from handover_pull')).toHaveLength(1);
  });

  test('takes the pages over and is frozen, in one step', async () => {
    await stage.service.pull();
    expect((await stage.cycle()).body).toMatchObject({ state: 'frozen', observationSet: { count: 12 } });
    // What was corrected after the signature stayed out, and everybody can see that it did.
    expect((await stage.cycle()).body.observationSet?.unsigned).toEqual([{ elementCode: 'E-REVENUE', count: 2 }]);
    expect(await frozenRows(stage)).toHaveLength(12);
    const [event] = (await stage.service.sent()).slice(-1);
    expect(event).toMatchObject({ type: 'cn.jixiao.evaluation.CycleFrozen.v1', payload: { setId: stage.set.setId } });
  });

  test('does not move when a set is published later', async () => {
    await announce(stage, { setId: '5f0c3c3e-52a5-5c8f-9d5e-3f6c1f2b7a10', number: 2 });
    await stage.service.pull();
    expect((await stage.cycle()).body.observationSet?.setId).toBe(stage.set.setId);
  });
});

describe('a set', () => {
  test.each([
    ['lacks a row that was announced', (rows: Stage['set']['rows']) => rows.slice(1)],
    [
      'has another value than was announced',
      (rows: Stage['set']['rows']) =>
        rows.map(({ key, row }, index) => ({ key, row: index === 0 ? { ...(row as object), value: '1' } : row })),
    ],
  ])('that %s freezes nothing, and is pulled again', async (_what, change) => {
    const stage = await openStage({ fetched: ({ rows }) => change(rows) });
    try {
      await stage.to('freezing');
      await announce(stage);
      await expect(stage.service.pull()).rejects.toThrow('came with');
      expect((await stage.cycle()).body.state).toBe('freezing');
      expect(await frozenRows(stage)).toHaveLength(0);
      expect(await stage.service.sql('select from handover_pull where switched_at is null')).toHaveLength(1);
    } finally {
      await stage.service.stop();
    }
  });

  test('with a row of no unit of the cycle is refused whole, since that row would be lost', async () => {
    const stage = await openStage();
    try {
      await stage.to('freezing');
      const [moved] = await stage.service.sql<{ id: string }>(
        "update unit set place_id = gen_random_uuid() where place_code = '330381006000' returning id",
      );
      expect(moved?.id).toBe(stage.unitId('330381006000'));
      await announce(stage);
      await expect(stage.service.pull()).rejects.toThrow('OBSERVATION_SET_DIFFERS');
      expect(await frozenRows(stage)).toHaveLength(0);
    } finally {
      await stage.service.stop();
    }
  });

  test('of a pull that was cut off goes on with the page it had reached', async () => {
    let asked = 0;
    const stage = await openStage({
      fetched: ({ rows }) => {
        asked += 1;
        if (asked === 2) throw new Error('the owner is away');
        return rows;
      },
    });
    try {
      await stage.to('freezing');
      await announce(stage);
      await expect(stage.service.pull()).rejects.toThrow('the owner is away');
      await stage.service.pull();
      // Twelve rows in pages of five: three pages, of which the second was asked for twice.
      expect(asked).toBe(4);
      expect((await stage.cycle()).body.state).toBe('frozen');
    } finally {
      await stage.service.stop();
    }
  });
});
