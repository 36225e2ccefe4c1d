// The feed of the HR system: numbered after commit, acknowledged record by record, repaired after a reject.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decideGrades, decideMeasure, type SpecTeam } from '../../../tests/support/integration/decisions.ts';
import { deliveriesOf, feed, readFeedOf, startFeedWorld } from '../../../tests/support/integration/feed-world.ts';
import { county, hrSystem, office, organisationOffice, type World } from '../../../tests/support/integration/world.ts';

const rejectCode = 'UNKNOWN_ORGANISATION';

let world: World;
let teams: SpecTeam[];
let document: string;
beforeAll(async () => {
  ({ world, teams, document } = await startFeedWorld());
  await world.control('hr', 'PUT', '/day', { day: '2025-04-10' });
});
afterAll(() => world.stop());

const read = (after?: string, limit?: string) => readFeedOf(world, after, limit);
const acknowledge = (acknowledgements: readonly unknown[], key?: string) =>
  world.service.ask(
    'acknowledgeFeedRecords',
    { ...feed, query: { county }, body: { acknowledgements }, ...(key === undefined ? {} : { idempotencyKey: key }) },
    hrSystem,
  );
const round = () => world.control('hr', 'POST', '/rounds', { county });
const deliveries = (query?: Record<string, string>) => deliveriesOf(world, query);
const teamAt = (index: number): SpecTeam => {
  const team = teams[index];
  if (team === undefined) throw new Error(`There is no team ${index}.`);
  return team;
};
const lastEvents = async (type: string) =>
  (await world.service.sent()).filter((event) => event.type === `cn.jixiao.integration.${type}.v1`);

describe('E16 a decision on teams', () => {
  test('makes one delivery a team, which the feed shows after the commit that numbers it', async () => {
    await decideGrades(world.service, document, teams.slice(0, 4));
    expect((await read()).records).toEqual([]);
    await world.numberFeeds();
    const page = await read('0', '3');
    expect(page.records.map(({ deliveryNumber }) => deliveryNumber)).toEqual(['1', '2', '3']);
    expect(page.next).toBe('3');
    expect((await read(page.next ?? '')).records).toHaveLength(1);
    expect(page.records[0]).toMatchObject({
      kind: 'team-result',
      version: 1,
      body: {
        creditCode: teamAt(0).credit_code,
        year: 2024,
        grade: '2',
        organ: '瑞安市考核工作委员会（虚构）',
        documentReference: '瑞考委〔2025〕1号',
        decidedOn: '2025-04-02',
        supersedes: null,
      },
    });
  });

  test('is sent when it was read, and stays so however often it is read', async () => {
    expect((await deliveries()).map(({ state }) => state)).toEqual(['sent', 'sent', 'sent', 'sent']);
  });

  test('is taken by the HR system in one round, each record with its receipt and its event', async () => {
    expect(await round()).toMatchObject({ read: 4, accepted: 4, rejected: 0 });
    expect(await deliveries({ state: 'accepted' })).toHaveLength(4);
    expect(await lastEvents('DeliveryAcknowledged')).toHaveLength(4);
    expect(await round()).toMatchObject({ read: 0, accepted: 0 });
  });
});

describe('a reject', () => {
  test('names its code, and the record made anew from what is true now is taken', async () => {
    const team = teamAt(4);
    const [recordKey] = await decideGrades(world.service, document, [team]);
    await world.numberFeeds();
    await world.control('hr', 'POST', '/faults', {
      kind: 'roster-change',
      creditCode: team.credit_code,
      replacement: '11999999MB9999999X',
    });
    expect(await round()).toMatchObject({ read: 1, rejected: 1 });
    const [rejected] = await deliveries({ state: 'rejected' });
    expect(rejected).toMatchObject({ recordKey, rejectCode, version: 1, receiptDate: '2025-04-10' });
    expect(await lastEvents('DeliveryRejected')).toMatchObject([{ key: recordKey, payload: { code: rejectCode } }]);

    // The credit code is corrected, as a new P2 would; the HR system knows it under the same code.
    await world.service.sql('update organisation set credit_code = $1, version = version + 1 where id = $2', [
      '11999999MB9999999X',
      team.organisation_id,
    ]);
    const repair = { path: { deliveryId: rejected?.id ?? '' }, body: { reason: '统一社会信用代码已更正' } };
    const repaired = await world.service.ask('repairDelivery', repair, organisationOffice);
    expect(repaired).toMatchObject({ status: 201, body: { version: 2, state: 'due', recordKey } });
    expect(await world.service.ask('repairDelivery', repair, organisationOffice)).toMatchObject({
      status: 409,
      code: 'STATE_CONFLICT',
    });
    await world.numberFeeds();
    expect(await round()).toMatchObject({ read: 1, accepted: 1 });
    const [record] = (await read('5')).records;
    expect(record).toMatchObject({ version: 2, body: { creditCode: '11999999MB9999999X', supersedes: null } });
    expect((await deliveries()).filter((one) => one.recordKey === recordKey).map(({ state }) => state)).toEqual([
      'accepted',
      'superseded',
    ]);
    expect(await lastEvents('DeliveryRepaired')).toMatchObject([{ payload: { replaces: rejected?.id, version: 2 } }]);
  });

  test('of a later decision leaves the accepted version standing, which the repaired one then replaces', async () => {
    const [recordKey] = await decideGrades(world.service, document, [teamAt(0)], 'excellent');
    await world.numberFeeds();
    const code = 'GRADE_UNKNOWN';
    await world.control('hr', 'POST', '/faults', { kind: 'reject', creditCode: teamAt(0).credit_code, code, times: 1 });
    await round();
    const [rejected] = await deliveries({ state: 'rejected' });
    const repair = { path: { deliveryId: rejected?.id ?? '' }, body: { reason: '再次交付' } };
    await world.service.ask('repairDelivery', repair, organisationOffice);
    await world.numberFeeds();
    expect(await round()).toMatchObject({ accepted: 1 });
    const versions = (await deliveries()).filter((one) => one.recordKey === recordKey);
    expect(versions.map(({ version, state }) => [version, state])).toEqual([
      [3, 'accepted'],
      [2, 'superseded'],
      [1, 'superseded'],
    ]);
  });
});

describe('a measure', () => {
  test('is taken, and executed by the document that the HR system names', async () => {
    const measureId = await decideMeasure(world.service, document, teamAt(1));
    await world.numberFeeds();
    const execution = { kind: 'team-commendation', day: '2025-04-10', document: '瑞人社〔2025〕18号' };
    await world.control('hr', 'POST', '/executions', execution);
    expect(await round()).toMatchObject({ read: 1, accepted: 1, executed: 1 });
    const [executed] = await deliveries({ state: 'executed' });
    expect(executed).toMatchObject({ recordKey: measureId, kind: 'measure', executedDocument: '瑞人社〔2025〕18号' });
    const outcomes = (await lastEvents('DeliveryAcknowledged')).filter(({ key }) => key === measureId);
    expect(outcomes.map(({ payload }) => payload['outcome'])).toEqual(['accepted', 'executed']);
  });
});

describe('an acknowledgement is refused, and all that come with it,', () => {
  const draft = { version: 1, outcome: 'accepted', date: '2025-04-10' };
  let fresh: { deliveryNumber: string; recordKey: string }[];
  beforeAll(async () => {
    await decideGrades(world.service, document, teams.slice(10, 13));
    await world.numberFeeds();
    fresh = (await read()).records.slice(-3).map(({ deliveryNumber, recordKey }) => ({ deliveryNumber, recordKey }));
  });

  const cases: readonly [string, object, number, string][] = [
    ['for a number that the feed never gave', { deliveryNumber: '999' }, 422, 'DELIVERY_UNKNOWN'],
    ['for another version', { version: 2 }, 422, 'DELIVERY_DIFFERS'],
    ['for another record', { recordKey: '5f0c3c3e-52a5-5c8f-9d5e-3f6c1f2b7a10' }, 422, 'DELIVERY_DIFFERS'],
    ['when a reject has no code', { outcome: 'rejected' }, 422, 'VALUE_INVALID'],
    ['when an acceptance has one', { code: 'GRADE_UNKNOWN' }, 422, 'VALUE_INVALID'],
    ['when a team result is executed', { outcome: 'executed', executedDocument: '文' }, 422, 'VALUE_INVALID'],
    ['when it is dated after the business day', { date: '2025-04-11' }, 422, 'VALUE_INVALID'],
    ['when it is dated before the decision', { date: '1999-01-01' }, 422, 'VALUE_INVALID'],
    ['when its outcome is not of the contract', { outcome: 'perhaps' }, 400, 'REQUEST_INVALID'],
  ];
  test.each(cases)('%s', async (_name, change, status, code) => {
    const [first, second] = fresh;
    const answer = await acknowledge([
      { ...draft, ...first },
      { ...draft, ...second, ...change },
    ]);
    expect(answer).toMatchObject({ status, code });
    expect(answer.faults[0]?.pointer).toMatch(/^\/body\/acknowledgements\/1/);
    const [untouched] = (await deliveries()).filter(({ recordKey }) => recordKey === first?.recordKey);
    expect(untouched?.state).toBe('sent');
  });

  test('when it says something else than what was said before', async () => {
    const [first] = fresh;
    const given = { ...draft, ...first };
    expect(await acknowledge([given])).toMatchObject({ status: 201, body: { accepted: 1 } });
    for (const other of [{ date: '2025-04-09' }, { outcome: 'rejected', code: 'GRADE_UNKNOWN' }])
      expect(await acknowledge([{ ...given, ...other }])).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
  });

  test('when a measure is executed before it was accepted', async () => {
    await decideMeasure(world.service, document, teamAt(14));
    await world.numberFeeds();
    const [measure] = (await read()).records.slice(-1);
    const about = { deliveryNumber: measure?.deliveryNumber, recordKey: measure?.recordKey };
    const executed = { ...draft, ...about, outcome: 'executed', executedDocument: '瑞人社〔2025〕19号' };
    expect(await acknowledge([executed])).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
    expect(await acknowledge([{ ...draft, ...about }, executed])).toMatchObject({ status: 201 });
  });

  test('when it is not read yet', async () => {
    const [recordKey] = await decideGrades(world.service, document, [teamAt(15)]);
    await world.numberFeeds();
    const [due] = (await deliveries()).filter((one) => one.recordKey === recordKey);
    const answer = await acknowledge([{ ...draft, recordKey, deliveryNumber: due?.deliveryNumber }]);
    expect(answer).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
  });

  test('by a partner of another county, which learns nothing', async () => {
    const other = { ...hrSystem, counties: ['330382'] };
    const question = { ...feed, query: { county }, body: { acknowledgements: [{ ...draft, ...fresh[1] }] } };
    expect(await world.service.ask('acknowledgeFeedRecords', question, other)).toMatchObject({ code: 'OUT_OF_SCOPE' });
    const own = { ...feed, query: { county: '330382' } };
    expect((await world.service.ask('listFeedRecords', own, other)).body.records).toEqual([]);
  });
});

describe('an acknowledgement that was made before', () => {
  const draft = { version: 1, date: '2025-04-10' };
  const events = async () => (await world.service.sent()).length;

  test('is accepted again with the same content, under whatever key, and told to nobody again', async () => {
    await decideGrades(world.service, document, teams.slice(17, 19));
    await world.numberFeeds();
    const [one, other] = (await read()).records.slice(-2).map(({ deliveryNumber, recordKey }) => ({
      ...draft,
      deliveryNumber,
      recordKey,
    }));
    const given = [
      { ...one, outcome: 'accepted' },
      { ...other, outcome: 'rejected', code: 'GRADE_UNKNOWN', detail: '未知等次' },
    ];
    const taken = await acknowledge(given, 'once-only-1');
    expect(taken).toMatchObject({ status: 201, body: { accepted: 1, rejected: 1 } });
    const before = [await deliveries(), await events()];
    expect(await acknowledge(given, 'once-only-1')).toEqual(taken);
    expect(await acknowledge(given, 'once-only-2')).toEqual(taken);
    expect(await acknowledge([...given, ...given])).toMatchObject({ body: { accepted: 2, rejected: 2 } });
    expect([await deliveries(), await events()]).toEqual(before);
  });

  test('of an acceptance is the same after the execution, which is the same again too', async () => {
    await decideMeasure(world.service, document, teamAt(20));
    await world.numberFeeds();
    const [measure] = (await read()).records.slice(-1);
    const about = { ...draft, deliveryNumber: measure?.deliveryNumber, recordKey: measure?.recordKey };
    const accepted = { ...about, outcome: 'accepted', date: '2025-04-09' };
    const executed = { ...about, outcome: 'executed', executedDocument: '瑞人社〔2025〕20号' };
    expect(await acknowledge([accepted, executed])).toMatchObject({ status: 201 });
    const before = await events();
    expect(await acknowledge([accepted, executed])).toMatchObject({ body: { accepted: 1, executed: 1 } });
    expect(await events()).toBe(before);
    const others = [
      { ...executed, executedDocument: '瑞人社〔2025〕21号' },
      { ...accepted, date: '2025-04-10' },
    ];
    for (const other of others)
      expect(await acknowledge([other])).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
  });
});

describe('a delivery', () => {
  test('of another county is not found, neither to read nor to repair', async () => {
    const [one] = await deliveries();
    const path = { deliveryId: one?.id ?? '' };
    const neighbour = { ...organisationOffice, counties: ['330382'] };
    expect(await world.service.ask('getDelivery', { path }, neighbour)).toMatchObject({ code: 'NOT_FOUND' });
    const repair = { path, body: { reason: '试' } };
    expect(await world.service.ask('repairDelivery', repair, neighbour)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await world.service.ask('getDelivery', { path }, office)).toMatchObject({
      status: 200,
      body: { id: one?.id },
    });
  });

  test('that names a document which is not here parks its event', async () => {
    const unknown = '5f0c3c3e-52a5-5c8f-9d5e-3f6c1f2b7a10';
    await expect(decideGrades(world.service, unknown, [teamAt(16)])).rejects.toThrow(/no document/);
  });

  test('is repaired by the organ that owns the roster alone', async () => {
    const [one] = await deliveries();
    const repair = { path: { deliveryId: one?.id ?? '' }, body: { reason: '试' } };
    expect(await world.service.ask('repairDelivery', repair, office)).toMatchObject({ code: 'AUTHORITY_MISSING' });
  });
});
