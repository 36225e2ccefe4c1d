// An id in upper case is the same id everywhere: the same record, the same derived id, the same key, scope, refusal and audit entry.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { decided, decisionOn, drafted, submitted, tangxiaTargets } from '../../../tests/support/targets/acts.ts';
import { county, cycleId, openWorld, people, units, type World } from '../../../tests/support/targets/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.service.stop());
afterEach(async () => {
  await world.service.sql('truncate plan, target, light, decision, decided_plan, notice');
});

const upper = (id: string): string => id.toUpperCase();
const draft = (change: object = {}): object => ({
  county,
  cycleId,
  unitId: units.tangxia,
  targets: tangxiaTargets,
  ...change,
});
const inUpperCase = { cycleId: upper(cycleId), unitId: upper(units.tangxia) };

test('ids of a body in upper case give the record, the id and the events that lower case gives', async () => {
  const { body } = await world.service.ask('draftPlan', { body: draft(inUpperCase) }, people.filler);
  expect(body).toMatchObject({ cycleId, unitId: units.tangxia });
  const again = await world.service.ask('draftPlan', { body: draft() }, people.filler);
  expect(again).toMatchObject({ status: 409, code: 'ALREADY_EXISTS' });
  const read = await world.service.ask('getPlan', { path: { planId: upper(body.id) } }, people.filler);
  expect(read.body).toEqual(body);
});

test('ids of a query in upper case find what lower case finds', async () => {
  const plan = await drafted(world);
  const list = (id: string) => world.service.ask('listPlans', { query: { county, cycleId: id } }, people.office);
  const found = await list(upper(cycleId));
  expect(found.body.records).toMatchObject([{ id: plan.id }]);
  expect(found).toEqual(await list(cycleId));
});

test('a retry that spells its ids in the other case gets the stored answer', async () => {
  const idempotencyKey = 'either-case-1';
  const first = await world.service.ask('draftPlan', { body: draft(), idempotencyKey }, people.filler);
  const retry = await world.service.ask('draftPlan', { body: draft(inUpperCase), idempotencyKey }, people.filler);
  expect(retry).toEqual(first);
  expect(await world.service.sql('select from plan')).toHaveLength(1);
});

test('an id that is not known is refused in the same words', async () => {
  const unknown = 'abcdefab-0000-5000-8000-000000000000';
  const refusalOf = (unitId: string) => world.service.ask('draftPlan', { body: draft({ unitId }) }, people.filler);
  expect(await refusalOf(upper(unknown))).toMatchObject({ code: 'UNIT_UNKNOWN', params: { unitId: unknown } });
  expect(await refusalOf(upper(unknown))).toEqual(await refusalOf(unknown));
});

test('a plan that a decision names in both cases is named twice', async () => {
  const plan = await submitted(world);
  const twice = [plan, { ...plan, id: upper(plan.id) }];
  const answer = await world.service.ask('recordDecision', { body: decisionOn(twice, '2025-01-10') }, people.recorder);
  expect(answer).toMatchObject({ status: 400, code: 'REQUEST_INVALID', faults: [{ pointer: '/body/plans/1/planId' }] });
});

test('a decision finds its plan and its document in either case', async () => {
  const plan = await submitted(world);
  const given = decisionOn([{ ...plan, id: upper(plan.id) }], '2025-01-10');
  const body = { ...given, decision: { ...given.decision, documentId: upper(given.decision.documentId) } };
  const recorded = await world.service.ask('recordDecision', { body }, people.recorder);
  expect(recorded).toMatchObject({ status: 201, body: { plans: [{ planId: plan.id }] } });
  expect(recorded.body.decision.documentId).toBe(given.decision.documentId);
});

test('places of a token in upper case give the same scope', async () => {
  const person = { ...people.filler, places: (people.filler.places ?? []).map(upper) };
  expect(await world.service.ask('draftPlan', { body: draft() }, person)).toMatchObject({ status: 201 });
});

test('the audit entry of a refusal names the record in lower case', async () => {
  const plan = await submitted(world);
  await decided(world, [plan]);
  const question = { path: { planId: upper(plan.id) }, ifMatch: '"v1"', body: { opinion: '请补充依据' } };
  expect(await world.service.ask('returnPlan', question, people.office)).toMatchObject({ status: 412 });
  const [entry] = await world.service.sql<{ record: string }>(
    `select convert_from(body, 'UTF8')::json ->> 'recordId' as record
     from audit_entry where event = 'plan-returned' order by id desc limit 1`,
  );
  expect(entry).toEqual({ record: plan.id });
});
