// Plans are approved in one batch by a decision that one person records and another releases.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { decided, decisionOn, drafted, published, submitted } from '../../../tests/support/targets/acts.ts';
import { county, cycleId, openWorld, people, type World } from '../../../tests/support/targets/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.service.stop());
afterEach(async () => {
  await world.service.sql('truncate plan, target, light, decision, decided_plan, notice, outbox');
});

const unknown = '00000000-0000-5000-8000-000000000000';
const release = (id: string, version = 1): { path: { decisionId: string }; ifMatch: string } => ({
  path: { decisionId: id },
  ifMatch: `"v${version}"`,
});
const types = async (): Promise<string[]> =>
  (await world.service.sent()).map(({ type }) => type.replace('cn.jixiao.targets.', ''));

describe('a decision', () => {
  test('approves and publishes its plans together, with their targets, once a second person releases it', async () => {
    const plans = [await submitted(world, 'tangxia'), await submitted(world, 'gaolou')];
    const decision = await decided(world, plans);
    expect(decision).toMatchObject({ state: 'recorded', recordedBy: 'recorder-1', releasedOn: null });
    const answer = await world.service.ask('releaseDecision', release(decision.id), people.releaser);
    expect(answer).toMatchObject({ status: 200, etag: '"v2"', body: { state: 'released', releasedBy: 'releaser-1' } });
    const events = await world.service.sent();
    const approvals = events.filter(({ type }) => type.endsWith('PlanApproved.v1'));
    expect(approvals.map(({ payload }) => payload)).toEqual(
      plans
        .map(({ id }) => id)
        .toSorted()
        .map((planId) => expect.objectContaining({ planId, version: 3, approvedOn: '2025-01-10' })),
    );
    const publications = events.filter(({ type }) => type.endsWith('PlanPublished.v1'));
    expect(publications.map(({ payload }) => String(payload['planId'])).toSorted()).toEqual(
      plans.map(({ id }) => id).toSorted(),
    );
    expect(publications.find(({ key }) => key === plans[0]?.id)?.payload).toMatchObject({
      version: 4,
      publishedOn: '2025-01-10',
      targets: [
        { indicatorCode: 'EC-01', elementCode: 'EC-FISCAL-REVENUE', value: '12000' },
        { indicatorCode: 'EC-03', value: '40' },
        { indicatorCode: 'PS-02', value: '100' },
      ],
    });
    const { body } = await world.service.ask('getPlan', { path: { planId: plans[0]?.id ?? '' } }, people.filler);
    expect(body).toMatchObject({
      state: 'published',
      version: 4,
      decisionId: decision.id,
      approvedOn: '2025-01-10',
      publishedOn: '2025-01-10',
    });
    const summaries = await world.service.ask('listPlans', { query: { county, state: 'published' } }, people.office);
    expect(summaries.body.records).toMatchObject([{ approvedOn: '2025-01-10' }, { approvedOn: '2025-01-10' }]);
  });

  test('is not released by the person who recorded it, and nothing happens', async () => {
    const decision = await decided(world, [await submitted(world)]);
    const before = await types();
    expect(await world.service.ask('releaseDecision', release(decision.id), people.recorder)).toMatchObject({
      status: 403,
      code: 'RELEASE_BY_RECORDER',
    });
    expect(await types()).toEqual(before);
    expect(await world.service.sql('select from plan where state = $1', ['published'])).toHaveLength(0);
  });

  test('is not released twice', async () => {
    const plan = await published(world);
    const id = plan.decisionId ?? '';
    expect(await world.service.ask('releaseDecision', release(id, 2), people.releaser)).toMatchObject({
      status: 409,
      code: 'STATE_CONFLICT',
    });
    expect(await world.service.ask('releaseDecision', release(id), people.releaser)).toMatchObject({
      code: 'ETAG_STALE',
    });
  });

  test('leaves all its plans alone when one of them was returned since', async () => {
    const [tangxia, gaolou] = [await submitted(world, 'tangxia'), await submitted(world, 'gaolou')];
    const decision = await decided(world, [tangxia, gaolou]);
    const back = { path: { planId: gaolou.id }, ifMatch: '"v2"', body: { opinion: '请补充依据' } };
    await world.service.ask('returnPlan', back, people.office);
    expect(await world.service.ask('releaseDecision', release(decision.id), people.releaser)).toMatchObject({
      status: 409,
      code: 'DECIDED_RECORD_CHANGED',
    });
    expect(await types()).not.toContain('PlanApproved.v1');
    const { body } = await world.service.ask('getPlan', { path: { planId: tangxia.id } }, people.office);
    expect(body).toMatchObject({ state: 'submitted', version: 2 });
  });

  test('is not overtaken by another one on the same plan', async () => {
    const plan = await submitted(world);
    const first = await decided(world, [plan]);
    const body = decisionOn([plan], '2025-01-10');
    const other = { ...body, decision: { ...body.decision, attachmentDigest: 'd'.repeat(64) } };
    const second = await world.service.ask('recordDecision', { body: other }, people.recorder);
    await world.service.ask('releaseDecision', release(first.id), people.releaser);
    expect(await world.service.ask('releaseDecision', release(second.body.id), people.releaser)).toMatchObject({
      code: 'DECIDED_RECORD_CHANGED',
    });
  });

  test.each([
    ['for an unknown cycle', { cycleId: unknown }, 422, 'CYCLE_UNKNOWN'],
    ['by an unknown document', { decision: { documentId: unknown } }, 422, 'DOCUMENT_UNKNOWN'],
    ['of a day to come', { decision: { decidedOn: '2025-01-11' } }, 422, 'DECISION_DATE_AHEAD'],
    ['of a day before its plans were submitted', { decision: { decidedOn: '2025-01-09' } }, 422, 'DECISION_DATE_EARLY'],
    ['on an unknown plan', { plans: [{ planId: unknown, version: 2 }] }, 422, 'PLAN_UNKNOWN'],
    ['on no plan', { plans: [] }, 400, 'REQUEST_INVALID'],
  ] as const)('is not recorded %s', async (_, change, status, code) => {
    const body = decisionOn([await submitted(world)], '2025-01-10');
    const decision = { ...body.decision, ...('decision' in change ? change.decision : {}) };
    const answer = await world.service.ask(
      'recordDecision',
      { body: { ...body, ...change, decision } },
      people.recorder,
    );
    expect(answer).toMatchObject({ status, code });
    expect(await world.service.sql('select from decision')).toHaveLength(0);
  });

  test('is recorded on submitted plans alone, in the version that they have, each once', async () => {
    const draft = await drafted(world, 'gaolou');
    const plan = await submitted(world);
    const record = (
      plans: readonly { id: string; version: number }[],
    ): Promise<{ status: number; code: string | undefined }> =>
      world.service.ask('recordDecision', { body: decisionOn(plans, '2025-01-10') }, people.recorder);
    expect(await record([draft])).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
    expect(await record([{ ...plan, version: 1 }])).toMatchObject({ status: 409, code: 'DECIDED_RECORD_CHANGED' });
    expect(await record([plan, plan])).toMatchObject({ status: 400, code: 'REQUEST_INVALID' });
    // The other spelling of its id names the same plan.
    const inUpperCase = { ...plan, id: plan.id.toUpperCase() };
    expect(await record([plan, inUpperCase])).toMatchObject({ status: 400, code: 'REQUEST_INVALID' });
    expect(await record([plan])).toMatchObject({ status: 201 });
    expect(await record([plan])).toMatchObject({ status: 409, code: 'ALREADY_EXISTS' });
  });

  test.each([
    ['recorded by the office', people.office, 403, 'AUTHORITY_MISSING'],
    ['recorded by who may only release', people.releaser, 403, 'AUTHORITY_MISSING'],
    ['recorded from another county', { ...people.recorder, counties: ['330382'] }, 403, 'OUT_OF_SCOPE'],
    ['recorded by who does not see the plan', { ...people.recorder, places: [] }, 422, 'PLAN_UNKNOWN'],
  ] as const)('is not %s', async (_, person, status, code) => {
    const body = decisionOn([await submitted(world)], '2025-01-10');
    expect(await world.service.ask('recordDecision', { body }, person)).toMatchObject({ status, code });
  });

  test('of another county is not found', async () => {
    const { id } = await decided(world, [await submitted(world)]);
    const stranger = { ...people.releaser, counties: ['330382'] };
    expect(await world.service.ask('getDecision', { path: { decisionId: id } }, stranger)).toMatchObject({
      status: 404,
    });
    expect(await world.service.ask('releaseDecision', release(id), stranger)).toMatchObject({ status: 404 });
  });

  test('is listed newest first, and by state', async () => {
    const first = await decided(world, [await submitted(world, 'tangxia')]);
    const second = await decided(world, [await submitted(world, 'gaolou')]);
    await world.service.ask('releaseDecision', release(first.id), people.releaser);
    const list = async (query: Record<string, string>): Promise<string[]> =>
      (
        await world.service.ask('listDecisions', { query: { county, cycleId, ...query } }, people.recorder)
      ).body.records.map(({ id }) => id);
    expect(await list({ state: 'recorded' })).toEqual([second.id]);
    expect((await list({})).toSorted()).toEqual([first.id, second.id].toSorted());
  });
});
