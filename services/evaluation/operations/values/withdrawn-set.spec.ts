// E14 a set that is being pulled for a freeze is withdrawn when the collection is reopened: nothing asks for it any more.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { observationSet, type PublishedSet } from '../../../../tests/support/evaluation/observation-set.ts';
import { office } from '../../../../tests/support/evaluation/people.ts';
import { performances } from '../../../../tests/support/evaluation/scheme.ts';
import { openStage, type Stage } from '../../../../tests/support/evaluation/stage.ts';

const corrected = observationSet(performances.map((one, index) => (index === 0 ? { ...one, revenue: '99' } : one)));
const reopen = async (stage: Stage) => {
  const { service, cycleId } = stage;
  const ifMatch = (await stage.cycle()).etag ?? '';
  const body = { reason: '数据平台重新发布后再行冻结。' };
  return service.ask('reopenCollection', { path: { cycleId }, body, ifMatch }, office);
};
const pulls = ({ service }: Stage) =>
  service.sql<{ superseded: boolean; open: boolean }>(
    'select superseded, switched_at is null as open from handover_pull order by requested_at',
  );
const staged = ({ service }: Stage) => service.sql('select from handover_staging');

describe('E14 a set whose rows are not those that were announced', () => {
  let stage: Stage;
  let handedOver: PublishedSet['rows'] = [];
  beforeAll(async () => {
    stage = await openStage({ fetched: () => handedOver });
    handedOver = stage.set.rows.slice(1);
    await stage.to('freezing');
  });
  afterAll(() => stage.service.stop());

  test('is asked for until the collection is reopened, and no more after', async () => {
    await expect(stage.takeSet({ freezeNumber: 1 })).rejects.toThrow('came with');
    expect(await pulls(stage)).toEqual([{ superseded: false, open: true }]);
    expect(await reopen(stage)).toMatchObject({ status: 200, body: { state: 'collecting' } });
    expect(await pulls(stage)).toEqual([{ superseded: true, open: false }]);
    await stage.service.pull();
    expect(await staged(stage)).toHaveLength(0);
  });

  test('leaves the next freeze to its own set', async () => {
    await stage.sign();
    await stage.confirm();
    await stage.close();
    await stage.command('freezeCycle');
    handedOver = corrected.rows;
    await stage.takeSet({ ...corrected, number: 2, freezeNumber: 2 });
    expect((await stage.cycle()).body).toMatchObject({
      state: 'frozen',
      observationSet: { setId: corrected.setId, digest: corrected.digest },
    });
  });

  test('stays as it was switched when a frozen collection is reopened', async () => {
    await reopen(stage);
    expect(await pulls(stage)).toEqual([
      { superseded: true, open: false },
      { superseded: false, open: false },
    ]);
  });
});

describe('E14 a set of which some pages have come', () => {
  test('leaves none of their rows behind, and its owner is asked for no other', async () => {
    let asked = 0;
    const stage = await openStage({
      fetched: ({ rows }) => {
        asked += 1;
        if (asked > 1) throw new Error('the owner is away');
        return rows;
      },
    });
    try {
      await stage.to('freezing');
      await expect(stage.takeSet({ freezeNumber: 1 })).rejects.toThrow('the owner is away');
      expect(await staged(stage)).toHaveLength(5);
      await reopen(stage);
      expect(await staged(stage)).toHaveLength(0);
      await stage.service.pull();
      expect(asked).toBe(2);
    } finally {
      await stage.service.stop();
    }
  });

  test('keeps them where the reopening is refused', async () => {
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
      await expect(stage.takeSet({ freezeNumber: 1 })).rejects.toThrow('the owner is away');
      const question = { path: { cycleId: stage.cycleId }, body: { reason: '再核。' }, ifMatch: '"v1"' };
      expect(await stage.service.ask('reopenCollection', question, office)).toMatchObject({ code: 'ETAG_STALE' });
      expect(await staged(stage)).toHaveLength(5);
      await stage.service.pull();
      expect((await stage.cycle()).body.state).toBe('frozen');
    } finally {
      await stage.service.stop();
    }
  });
});
