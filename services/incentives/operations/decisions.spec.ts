// A decision on measures is what it says, of a day on which it could be taken, by people who see its measures.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  decideGrades,
  type Incentives,
  mergedTown,
  people,
  putRulesIntoForce,
  startIncentives,
} from '../../../tests/support/incentives.ts';
import type { Person } from '../../../tests/support/service.ts';
import { committee, county, cycleId, measureDocument, townPlace } from '../domain/rules.fixture.ts';

let service: Incentives;
let measures: { readonly id: string; readonly place_id: string }[];
const confirmed = async (town: string): Promise<{ measureId: string; version: number }> => {
  const measureId = measures.find(({ place_id }) => place_id === townPlace(town))?.id ?? '';
  const question = { path: { measureId }, body: { opinion: '拟报县委审定' }, ifMatch: '"v1"' };
  const { status } = await service.ask('confirmMeasure', question, people.organisation);
  expect(status).toBe(200);
  return { measureId, version: 2 };
};
beforeAll(async () => {
  service = await startIncentives();
  await putRulesIntoForce(service);
  await decideGrades(service, { 安阳街道: 'fair', 湖岭镇: 'fair', 北麂乡: 'fair', [mergedTown]: 'fair' });
  await service.beginDay(county, '2026-04-08');
  measures = await service.sql('select id, place_id from measure');
});
afterAll(() => service.stop());

const decisionOn = (named: readonly object[], decidedOn = '2026-04-10') => ({
  county,
  cycleId,
  decision: { organ: committee, documentId: measureDocument, decidedOn, attachmentDigest: 'b'.repeat(64) },
  measures: named,
});
const record = (named: readonly object[], decidedOn = '2026-04-10', person: Person = people.recorder) =>
  service.ask('recordDecision', { body: decisionOn(named, decidedOn) }, person);
const release = (decisionId: string, person: Person = people.releaser) =>
  service.ask('releaseDecision', { path: { decisionId }, ifMatch: '"v1"' }, person);

describe('the measure of a township that was merged during the year', () => {
  test('is confirmed, decided and read by whoever had the township when the cycle was opened', async () => {
    const named = await confirmed(mergedTown);
    await service.beginDay(county, '2026-04-10');
    const { body } = await record([named]);
    expect(await release(body.id)).toMatchObject({ status: 200 });
    const { measureId } = named;
    expect(await service.ask('getMeasure', { path: { measureId } }, people.auditor)).toMatchObject({
      body: { state: 'decided', placeId: townPlace(mergedTown) },
    });
    const own = { ...people.auditor, places: [townPlace(mergedTown)] };
    expect((await service.ask('listMeasures', { query: { county } }, own)).body.records).toHaveLength(1);
    const neighbour = { ...people.auditor, places: [townPlace('湖岭镇')] };
    expect(await service.ask('getMeasure', { path: { measureId } }, neighbour)).toMatchObject({ status: 404 });
  });
});

describe('a decision', () => {
  test('is not recorded of a day before the last of its measures was confirmed', async () => {
    const named = await confirmed('湖岭镇');
    expect(await record([named], '2026-04-09')).toMatchObject({ status: 422, code: 'DECISION_DATE_EARLY' });
    expect(await record([named], '2025-04-10')).toMatchObject({ status: 422, code: 'DECISION_DATE_EARLY' });
  });

  test('by the same document and attachment is another one where a measure had been forgotten', async () => {
    const measureId = measures.find(({ place_id }) => place_id === townPlace('湖岭镇'))?.id ?? '';
    const named = [{ measureId, version: 2 }];
    expect(await record(named)).toMatchObject({ status: 201 });
    expect(await record(named)).toMatchObject({ status: 409, code: 'ALREADY_EXISTS' });
    named.push(await confirmed('安阳街道'));
    expect(await record(named)).toMatchObject({ status: 201 });
  });

  test('is recorded and released by people alone whose subtree has its measures', async () => {
    const named = [await confirmed('北麂乡')];
    const elsewhere = [townPlace('湖岭镇')];
    expect(await record(named, '2026-04-10', { ...people.recorder, places: elsewhere })).toMatchObject({
      status: 422,
      code: 'MEASURE_UNKNOWN',
    });
    const { body } = await record(named);
    expect(await release(body.id, { ...people.releaser, places: elsewhere })).toMatchObject({
      status: 409,
      code: 'DECIDED_RECORD_CHANGED',
    });
    expect(await release(body.id)).toMatchObject({ status: 200 });
  });
});
