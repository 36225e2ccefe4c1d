// Measures are confirmed or dropped, decided by their organ through two persons, and go to HR.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { businessId } from '#kernel/values/identifier.ts';
import {
  decideGrades,
  type Incentives,
  people,
  putRulesIntoForce,
  startIncentives,
} from '../../../tests/support/incentives.ts';
import type { Person } from '../../../tests/support/service.ts';
import {
  committee,
  county,
  cycleId,
  department,
  measureDocument,
  otherCounty,
  teamOf,
  townPlace,
} from '../domain/rules.fixture.ts';

let service: Incentives;
beforeAll(async () => {
  service = await startIncentives();
  await putRulesIntoForce(service);
  await decideGrades(service, { 安阳街道: 'excellent', 湖岭镇: 'fair', 北麂乡: 'excellent' });
  await service.beginDay(county, '2026-04-10');
});
afterAll(() => service.stop());

const measureIdOf = async (town: string, ruleCode: string): Promise<string> => {
  const [row] = await service.sql<{ id: string }>('select id from measure where team_id = $1 and rule_code = $2', [
    teamOf(town),
    ruleCode,
  ]);
  return row?.id ?? '';
};
const confirm = (
  measureId: string,
  ifMatch = '"v1"',
  person: Person = people.organisation,
): ReturnType<typeof service.ask<'confirmMeasure'>> =>
  service.ask('confirmMeasure', { path: { measureId }, body: { opinion: '拟报县委审定' }, ifMatch }, person);
const drop = (measureId: string, ifMatch = '"v1"'): ReturnType<typeof service.ask<'dropMeasure'>> =>
  service.ask('dropMeasure', { path: { measureId }, body: { reason: '不重复实施' }, ifMatch }, people.organisation);
const record = (
  measures: readonly { readonly measureId: string; readonly version: number }[],
  change: object = {},
  person: Person = people.recorder,
): ReturnType<typeof service.ask<'recordDecision'>> => {
  const decision = {
    organ: committee,
    documentId: measureDocument,
    decidedOn: '2026-04-10',
    attachmentDigest: 'b'.repeat(64),
    ...change,
  };
  return service.ask('recordDecision', { body: { county, cycleId, decision, measures } }, person);
};
const release = (
  decisionId: string,
  person: Person = people.releaser,
  ifMatch = '"v1"',
): ReturnType<typeof service.ask<'releaseDecision'>> =>
  service.ask('releaseDecision', { path: { decisionId }, ifMatch }, person);

describe('reading measures', () => {
  test('shows the basis of each: the decision of the grade, the rule and its source', async () => {
    const { body } = await service.ask('listMeasures', { query: { county, teamId: teamOf('湖岭镇') } }, people.auditor);
    expect(body.records).toMatchObject([
      {
        grade: 'fair',
        state: 'proposed',
        proposedOn: '2026-03-25',
        rule: { code: 'fair-rectification', effectMonths: 6 },
      },
    ]);
  });

  test('shows what a measure lacks', async () => {
    const measureId = await measureIdOf('北麂乡', 'excellent-person-quota');
    const { body } = await service.ask('getMeasure', { path: { measureId } }, people.auditor);
    expect(body.lacks).toEqual(['team-members']);
  });

  test('keeps to the subtree of the caller: what lies outside is not found and not listed', async () => {
    const measureId = await measureIdOf('湖岭镇', 'fair-rectification');
    const elsewhere = { ...people.auditor, places: [townPlace('安阳街道')] };
    expect(await service.ask('getMeasure', { path: { measureId } }, elsewhere)).toMatchObject({ status: 404 });
    const { body } = await service.ask('listMeasures', { query: { county } }, elsewhere);
    expect(body.records.map(({ teamId }) => teamId)).toEqual([teamOf('安阳街道'), teamOf('安阳街道')]);
    const nobody = await service.ask('listMeasures', { query: { county } }, { ...people.auditor, places: [] });
    expect(nobody.body.records).toEqual([]);
  });

  test('of another county finds nothing, since existence is a secret', async () => {
    const measureId = await measureIdOf('湖岭镇', 'fair-rectification');
    const abroad = { ...people.auditor, counties: [otherCounty] };
    expect(await service.ask('getMeasure', { path: { measureId } }, abroad)).toMatchObject({ status: 404 });
    expect(await service.ask('listMeasures', { query: { county } }, abroad)).toMatchObject({ status: 403 });
  });

  test('pages through each measure once', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: Record<string, string> = { county, cycleId, limit: '2', ...(cursor === null ? {} : { cursor }) };
      const { body } = await service.ask('listMeasures', { query }, people.auditor);
      seen.push(...body.records.map(({ id }) => id));
      cursor = body.next;
    } while (cursor !== null);
    expect(seen).toHaveLength(5);
    expect(new Set(seen).size).toBe(5);
  });
});

describe('a proposed measure', () => {
  test('is not confirmed by who may not, outside the subtree, or on another version', async () => {
    const measureId = await measureIdOf('安阳街道', 'excellent-commendation');
    expect(await confirm(measureId, '"v1"', people.recorder)).toMatchObject({ status: 403, code: 'AUTHORITY_MISSING' });
    const elsewhere = { ...people.organisation, places: [townPlace('湖岭镇')] };
    expect(await confirm(measureId, '"v1"', elsewhere)).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    expect(await confirm(measureId, '"v2"')).toMatchObject({ status: 412, code: 'ETAG_STALE' });
    expect(await confirm(businessId('test', 'nothing'))).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    expect(await service.sql("select from measure where state <> 'proposed'")).toHaveLength(0);
  });

  test('is confirmed once, announced, and then neither confirmed again nor dropped', async () => {
    const measureId = await measureIdOf('安阳街道', 'excellent-commendation');
    const answer = await confirm(measureId);
    expect(answer).toMatchObject({
      status: 200,
      etag: '"v2"',
      body: { state: 'confirmed', opinion: { text: '拟报县委审定', on: '2026-04-10' } },
    });
    const [event] = (await service.sent()).slice(-1);
    expect(event).toMatchObject({ type: 'cn.jixiao.incentives.MeasureConfirmed.v1', key: measureId, county });
    expect(await confirm(measureId, '"v2"')).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
    expect(await drop(measureId, '"v2"')).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
  });

  test('is dropped only with a reason, and stays on record with it', async () => {
    const measureId = await measureIdOf('北麂乡', 'excellent-commendation');
    const question = { path: { measureId }, body: { reason: ' ' }, ifMatch: '"v1"' };
    expect(await service.ask('dropMeasure', question, people.organisation)).toMatchObject({ status: 400 });
    expect(await drop(measureId)).toMatchObject({
      status: 200,
      body: { state: 'dropped', opinion: { text: '不重复实施' } },
    });
    expect(await record([{ measureId, version: 2 }])).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
  });
});

describe('a decision on measures', () => {
  test('is not recorded wrongly', async () => {
    const measureId = await measureIdOf('湖岭镇', 'fair-rectification');
    const named = [{ measureId, version: 2 }];
    expect(await record(named)).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
    await confirm(measureId);
    const unknown = businessId('test', 'unknown');
    expect(await record(named, { documentId: unknown })).toMatchObject({ status: 422, code: 'DOCUMENT_UNKNOWN' });
    expect(await record(named, { decidedOn: '2026-04-11' })).toMatchObject({
      status: 422,
      code: 'DECISION_DATE_AHEAD',
    });
    expect(await record(named, { organ: department })).toMatchObject({ status: 422, code: 'ORGAN_NOT_COMPETENT' });
    expect(await record([{ measureId: unknown, version: 1 }])).toMatchObject({ status: 422, code: 'MEASURE_UNKNOWN' });
    expect(await record([...named, ...named])).toMatchObject({ status: 422, code: 'MEASURE_UNKNOWN' });
    expect(await record([{ measureId, version: 1 }])).toMatchObject({ status: 409, code: 'DECIDED_RECORD_CHANGED' });
    expect(await record(named, {}, people.releaser)).toMatchObject({ status: 403, code: 'AUTHORITY_MISSING' });
    const abroad = { ...people.recorder, counties: [otherCounty] };
    expect(await record(named, {}, abroad)).toMatchObject({ status: 403, code: 'OUT_OF_SCOPE' });
    expect(await service.sql('select from decision')).toHaveLength(0);
  });

  test('is recorded once and takes no effect before a second person releases it', async () => {
    const measureId = await measureIdOf('湖岭镇', 'fair-rectification');
    const answer = await record([{ measureId, version: 2 }]);
    expect(answer).toMatchObject({ status: 201, body: { state: 'recorded', recordedBy: 'luru-1', releasedBy: null } });
    expect(await record([{ measureId, version: 2 }])).toMatchObject({ status: 409, code: 'ALREADY_EXISTS' });
    const both: Person = { ...people.recorder, roles: ['decision_recorder', 'decision_releaser'] };
    expect(await release(answer.body.id, both)).toMatchObject({ status: 403, code: 'RELEASE_BY_RECORDER' });
    expect(await release(answer.body.id, people.recorder)).toMatchObject({ status: 403, code: 'AUTHORITY_MISSING' });
    expect(await release(answer.body.id, people.releaser, '"v2"')).toMatchObject({ status: 412, code: 'ETAG_STALE' });
    const abroad = { ...people.releaser, counties: [otherCounty] };
    expect(await release(answer.body.id, abroad)).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    expect(await service.sql("select from measure where state = 'decided'")).toHaveLength(0);
  });

  test('makes its measures effective when it is released, once, and sends them to HR', async () => {
    const { body } = await service.ask('listDecisions', { query: { county, state: 'recorded' } }, people.releaser);
    const decisionId = body.records[0]?.id ?? '';
    expect(await release(decisionId)).toMatchObject({ status: 200, body: { state: 'released', releasedBy: 'fabu-1' } });
    const measureId = await measureIdOf('湖岭镇', 'fair-rectification');
    const measure = await service.ask('getMeasure', { path: { measureId } }, people.auditor);
    expect(measure.body).toMatchObject({
      state: 'decided',
      version: 3,
      decisionId,
      effectFrom: '2026-04-10',
      effectTo: '2026-10-10',
    });
    const [event] = (await service.sent()).slice(-1);
    expect(event).toMatchObject({
      type: 'cn.jixiao.incentives.MeasureDecided.v1',
      payload: { measureId, version: 3, kind: 'rectification', effectTo: '2026-10-10', documentId: measureDocument },
    });
    expect(await release(decisionId, people.releaser, '"v2"')).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
    expect((await service.ask('getDecision', { path: { decisionId } }, people.auditor)).etag).toBe('"v2"');
  });

  test('decides all its measures or none', async () => {
    const kept = await measureIdOf('安阳街道', 'excellent-person-quota');
    const moved = await measureIdOf('北麂乡', 'excellent-person-quota');
    for (const measureId of [kept, moved]) await confirm(measureId);
    const named = [kept, moved].map((measureId) => ({ measureId, version: 2 }));
    const { body } = await record(named, { organ: department });
    const other = await record([{ measureId: moved, version: 2 }], { organ: department });
    await release(other.body.id);
    expect(await release(body.id)).toMatchObject({ status: 409, code: 'DECIDED_RECORD_CHANGED' });
    const { body: measure } = await service.ask('getMeasure', { path: { measureId: kept } }, people.auditor);
    expect(measure.state).toBe('confirmed');
  });

  test('is listed newest first for who may see it, and for nobody else', async () => {
    const { body } = await service.ask('listDecisions', { query: { county, cycleId, limit: '2' } }, people.auditor);
    expect(body.records).toHaveLength(2);
    const query = { county, cycleId, limit: '2', cursor: body.next ?? '' };
    const rest = await service.ask('listDecisions', { query }, people.auditor);
    expect(rest.body).toMatchObject({ records: [{}], next: null });
    const township = await service.ask('listDecisions', { query: { county } }, { roles: ['township_signer'] });
    expect(township).toMatchObject({ status: 403, code: 'AUTHORITY_MISSING' });
  });
});
