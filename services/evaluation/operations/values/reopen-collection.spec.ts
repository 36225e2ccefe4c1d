// A collection that is reopened: a value that blocks the run is found only in the frozen set, and no county is stuck on it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unitIdOf } from '../../../../tests/support/evaluation/facts.ts';
import { observationSet, type PublishedSet } from '../../../../tests/support/evaluation/observation-set.ts';
import { abroad, auditor, finance, office, signerOf, water } from '../../../../tests/support/evaluation/people.ts';
import { performances } from '../../../../tests/support/evaluation/scheme.ts';
import { openStage, type Stage } from '../../../../tests/support/evaluation/stage.ts';
import type { Person } from '../../../../tests/support/service.ts';
import { county, placeIdOf } from '../../../../tests/support/small-directory.ts';

const fourth = '330381004000';
const last = '330381006000';
const reason = '试算发现一个单位缺财政收入数据，补报后重新核定。';
const lacking = performances.map((one) => (one.code === fourth ? { ...one, revenue: null } : one));
const revenue = { elementCodes: ['E-REVENUE'] };
const complete = observationSet(performances);

const reopenOn = async (stage: Stage, body: object = { reason }, person: Person = office) => {
  const ifMatch = (await stage.cycle()).etag ?? '';
  return stage.service.ask('reopenCollection', { path: { cycleId: stage.cycleId }, body, ifMatch }, person);
};
const lastEvent = async ({ service }: Stage) => (await service.sent()).at(-1);
const announcedAs = (freezeNumber: number): Partial<PublishedSet> & { readonly freezeNumber: number } => ({
  ...complete,
  number: freezeNumber,
  freezeNumber,
});

describe('a collection', () => {
  let stage: Stage;
  let handedOver: PublishedSet['rows'] = [];
  beforeAll(async () => {
    stage = await openStage({ performances: lacking, fetched: () => handedOver });
    handedOver = stage.set.rows;
    await stage.to('collecting');
  });
  afterAll(() => stage.service.stop());

  test('that is still open can not be reopened', async () => {
    expect(await reopenOn(stage)).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
  });

  test('is reopened before it is frozen, and says when, from where and why', async () => {
    await stage.service.beginDay(county, '2026-01-20');
    await stage.sign();
    await stage.confirm();
    await stage.close();
    expect(await reopenOn(stage)).toMatchObject({
      status: 200,
      body: {
        state: 'collecting',
        valuesConfirmedOn: null,
        reopenings: [{ reopenedOn: '2026-01-20', from: 'values-confirmed', setId: null, reason }],
      },
    });
    expect(await lastEvent(stage)).toMatchObject({
      type: 'cn.jixiao.evaluation.CollectionReopened.v1',
      key: stage.cycleId,
      payload: { cycleId: stage.cycleId, reopenedOn: '2026-01-20', from: 'values-confirmed', freezeNumber: 0 },
    });
  });

  test('is not closed by what was signed and said before: it stays in the lists and counts no more', async () => {
    expect(await stage.close()).toMatchObject({ status: 409, code: 'SIGNATURES_MISSING' });
    await stage.sign();
    expect(await stage.close()).toMatchObject({ status: 409, code: 'CONFIRMATIONS_MISSING' });
    await stage.confirm();
    expect((await stage.close()).body.state).toBe('values-confirmed');
    const path = { cycleId: stage.cycleId };
    const signatures = await stage.service.ask('listValueSignatures', { path, query: { limit: '3' } }, office);
    expect(signatures.body).toMatchObject({ records: { length: 3 } });
    const rest = { limit: '3', cursor: signatures.body.next ?? '' };
    expect((await stage.service.ask('listValueSignatures', { path, query: rest }, office)).body.records).toHaveLength(
      1,
    );
    const words = await stage.service.ask('listValueConfirmations', { path }, office);
    expect(words.body.records).toHaveLength(2 * performances.length);
  });

  test('says which confirmation of its values it is, and how many signed and confirmed since', async () => {
    const events = (await stage.service.sent()).filter(({ type }) => type.endsWith('.ValuesConfirmed.v1'));
    expect(events.map(({ payload }) => payload)).toMatchObject([
      { number: 1, signatures: 2, confirmations: 6 },
      { number: 2, signatures: 2, confirmations: 6 },
    ]);
    await stage.command('freezeCycle');
    await stage.takeSet({ freezeNumber: 1 });
  });

  test.each([
    ['without a reason', {}, office, 400, 'REQUEST_INVALID'],
    ['with a blank reason', { reason: ' ' }, office, 400, 'REQUEST_INVALID'],
    ['by a department', { reason }, finance, 403, 'AUTHORITY_MISSING'],
    ['by a township', { reason }, signerOf(fourth), 403, 'AUTHORITY_MISSING'],
    ['by the auditor', { reason }, auditor, 403, 'AUTHORITY_MISSING'],
    ['from another county', { reason }, abroad, 404, 'NOT_FOUND'],
  ] as const)('is not reopened %s', async (_what, body, person, status, code) => {
    expect(await reopenOn(stage, body, person)).toMatchObject({ status, code });
    expect((await stage.cycle()).body.state).toBe('frozen');
  });

  test('is not reopened on another version of the cycle than was seen', async () => {
    const question = { path: { cycleId: stage.cycleId }, body: { reason }, ifMatch: '"v1"' };
    expect(await stage.service.ask('reopenCollection', question, office)).toMatchObject({ code: 'ETAG_STALE' });
  });

  test('is reopened where a missing value blocks the run of its frozen set, which counts no more', async () => {
    expect(await stage.run('trial')).toMatchObject({ status: 422, code: 'RUN_BLOCKED' });
    const { body } = await reopenOn(stage);
    expect(body).toMatchObject({ state: 'collecting', observationSet: null, frozenOn: null });
    expect(body.reopenings.slice(1)).toEqual([
      { reopenedOn: '2026-01-20', from: 'frozen', setId: stage.set.setId, reason },
    ]);
    expect((await lastEvent(stage))?.payload).toMatchObject({ from: 'frozen', freezeNumber: 1 });
    expect(await stage.run('trial')).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
  });

  test('is frozen anew by what was signed since, under the next number', async () => {
    await stage.service.beginDay(county, '2026-01-22');
    const body = { elementCodes: ['E-WATER'] };
    await stage.service.ask('signValues', { path: { cycleId: stage.cycleId }, body }, water);
    await stage.service.beginDay(county, '2026-01-23');
    await stage.service.ask('signValues', { path: { cycleId: stage.cycleId }, body: revenue }, finance);
    await stage.confirm();
    await stage.close();
    await stage.command('freezeCycle');
    expect((await lastEvent(stage))?.payload).toMatchObject({
      freezeNumber: 2,
      signatures: [
        { elementCode: 'E-REVENUE', asOf: '2026-01-23' },
        { elementCode: 'E-WATER', asOf: '2026-01-22' },
      ],
    });
  });

  test('is not frozen by a set that answers the freeze before', async () => {
    handedOver = complete.rows;
    await stage.takeSet(announcedAs(1));
    expect((await stage.cycle()).body).toMatchObject({ state: 'freezing', observationSet: null });
  });

  test('is scored by the new set alone, while the rows of the one before stay', async () => {
    await stage.takeSet(announcedAs(2));
    expect(await stage.run('final')).toMatchObject({ status: 201, body: { observationSetId: complete.setId } });
    const sets = await stage.service.sql<{ set_id: string; count: number }>(
      'select set_id, count(*)::int as count from frozen_observation group by set_id',
    );
    expect(new Map(sets.map(({ set_id, count }) => [set_id, count]))).toEqual(
      new Map([
        [stage.set.setId, 11],
        [complete.setId, 12],
      ]),
    );
  });

  test('is not reopened once the cycle is scored: what follows are objections', async () => {
    expect(await reopenOn(stage)).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
  });
});

describe('a freeze that never comes to its end', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
    await stage.to('collecting');
    await stage.service.beginDay(county, '2026-01-20');
    await stage.sign();
    await stage.confirm();
    const dispute = { indicatorCode: 'water', claim: '十一月断面数据与市局通报不一致。' };
    const disputed = { unitId: unitIdOf(fourth), outcome: 'disputed', disputes: [dispute] };
    await say(disputed);
    await say({ unitId: unitIdOf(fourth), outcome: 'confirmed' });
  });
  afterAll(() => stage.service.stop());
  const say = (body: object) =>
    stage.service.ask('confirmValues', { path: { cycleId: stage.cycleId }, body }, signerOf(fourth));
  const overruled = [{ unitId: unitIdOf(fourth), reason: '经与市局核实，原数据无误。' }];
  const close = async (body: object) => {
    const question = { path: { cycleId: stage.cycleId }, body, ifMatch: (await stage.cycle()).etag ?? '' };
    return stage.service.ask('closeCollection', question, office);
  };

  test('was ordered after a withdrawn dispute that nobody signed since was overruled with a reason', async () => {
    expect(await close({ overruled: [] })).toMatchObject({ status: 409, code: 'SIGNATURES_OUTDATED' });
    expect(await close({ overruled: [...overruled, ...overruled] })).toMatchObject({ code: 'VALUE_INVALID' });
    expect(await close({ overruled })).toMatchObject({ status: 200, body: { state: 'values-confirmed' } });
    await stage.command('freezeCycle');
  });

  test('ends by reopening: a set that is pulled later is dropped, and nothing waits for it', async () => {
    await stage.service.sql(`update unit set place_id = gen_random_uuid() where place_code = '${last}'`);
    await expect(stage.takeSet()).rejects.toThrow('OBSERVATION_SET_DIFFERS');
    expect(await reopenOn(stage)).toMatchObject({
      status: 200,
      body: { state: 'collecting', reopenings: [{ from: 'freezing', setId: stage.set.setId }] },
    });
    await stage.service.pull();
    expect(await stage.service.sql('select from handover_pull where switched_at is null')).toHaveLength(0);
    expect(await stage.service.sql('select from frozen_observation')).toHaveLength(0);
    expect((await stage.cycle()).body.state).toBe('collecting');
  });

  test('keeps in the record of the reopening what was overruled and how much was said until then', async () => {
    const [row] = await stage.service.sql<{ overruled: unknown; reopenings: object[] }>(
      'select overruled, reopenings from cycle',
    );
    expect(row?.overruled).toEqual([]);
    expect(row?.reopenings).toMatchObject([{ overruled, wordsBefore: 2 + performances.length + 2 }]);
    await stage.service.sql(`update unit set place_id = '${placeIdOf(last)}' where place_code = '${last}'`);
    await stage.sign();
    await stage.confirm();
    // The dispute was withdrawn before the reopening: no signature has to follow it, and there is nothing to overrule.
    expect(await close({ overruled })).toMatchObject({ status: 422, code: 'VALUE_INVALID' });
    expect(await close({ overruled: [] })).toMatchObject({ status: 200, body: { state: 'values-confirmed' } });
  });
});
