// Decided grades become measures, receipts of HR move them, and nothing depends on the order in which facts arrive.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WaitFor } from '#kernel/exchange/failure.ts';
import { businessId } from '#kernel/values/identifier.ts';
import {
  announceTeams,
  decideGrades,
  type Incentives,
  openCycle,
  people,
  putRulesIntoForce,
  startIncentives,
} from '../../../tests/support/incentives.ts';
import { county, cycleId, gradeDocument, teamOf } from '../domain/rules.fixture.ts';

let service: Incentives;
beforeAll(async () => {
  service = await startIncentives();
});
afterAll(() => service.stop());

interface Row {
  readonly id: string;
  readonly state: string;
  readonly rule_code: string;
  readonly version: number;
}
const measures = (): Promise<Row[]> =>
  service.sql<Row>('select id, state, rule_code, version from measure order by team_id, rule_code');

const receipt = (
  recordKey: string,
  outcome: 'accepted' | 'executed',
  change: { readonly kind?: 'team-result'; readonly executedDocument?: string | null } = {},
): Promise<void> =>
  service.receive(
    'cn.jixiao.integration.DeliveryAcknowledged.v1',
    county,
    {
      deliveryId: businessId('test', 'delivery', recordKey),
      partner: 'hr',
      kind: 'measure',
      recordKey,
      version: 3,
      outcome,
      date: '2026-04-20',
      executedDocument: outcome === 'executed' ? '瑞人社〔2026〕18号（虚构）' : null,
      ...change,
    },
    '2026-04-20',
  );

describe('decided grades', () => {
  test('wait while no rule set is in force', async () => {
    await expect(decideGrades(service, { 安阳街道: 'excellent' })).rejects.toThrow(WaitFor);
    expect(await measures()).toEqual([]);
  });

  test('wait while the teams of the county are not known', async () => {
    await putRulesIntoForce(service);
    await service.sql('delete from known_team');
    await expect(decideGrades(service, { 安阳街道: 'excellent' })).rejects.toThrow(WaitFor);
    await announceTeams(service);
  });

  test('wait while the opening of their cycle has not arrived, which wakes them', async () => {
    const later = businessId('test', 'cycle', 'later');
    const type = 'cn.jixiao.evaluation.CycleOpened.v1';
    await expect(decideGrades(service, { 安阳街道: 'excellent' }, later)).rejects.toMatchObject({
      name: 'WaitFor',
      dependency: { type, key: later },
    });
    await openCycle(service, later);
    const arrivals = 'select from arrival where type = $1 and key = $2';
    expect(await service.sql(arrivals, [type, later])).toHaveLength(1);
    expect(await measures()).toEqual([]);
  });

  test('propose the measures of the rule set in force and announce each', async () => {
    const before = (await service.sent()).length;
    await decideGrades(service, { 安阳街道: 'excellent', 湖岭镇: 'good', 北麂乡: 'poor' });
    expect((await measures()).map(({ rule_code }) => rule_code).toSorted()).toEqual([
      'excellent-commendation',
      'excellent-person-quota',
      'fair-rectification',
    ]);
    const events = (await service.sent()).slice(before);
    expect(events.map(({ type }) => type)).toEqual(Array(3).fill('cn.jixiao.incentives.MeasureProposed.v1'));
    expect(events[0]).toMatchObject({
      county,
      business_date: '2026-03-25',
      payload: { teamId: teamOf('安阳街道'), kind: 'commendation', ruleCode: 'excellent-commendation' },
    });
  });
});

describe('the receipts of HR', () => {
  let rectification = '';
  beforeEach(async () => {
    rectification = (await measures()).find(({ rule_code }) => rule_code === 'fair-rectification')?.id ?? '';
  });
  const stateNow = async (): Promise<string | undefined> =>
    (await measures()).find(({ id }) => id === rectification)?.state;

  test('for a measure that is not decided park, since they can not be true', async () => {
    await expect(receipt(rectification, 'accepted')).rejects.toThrow('does not fit');
    expect(await stateNow()).toBe('proposed');
  });

  test('for a measure that nobody knows park', async () => {
    await expect(receipt(businessId('test', 'nothing'), 'accepted')).rejects.toThrow('There is no measure');
  });

  test('for other records change nothing here', async () => {
    await receipt(rectification, 'accepted', { kind: 'team-result' });
    expect(await stateNow()).toBe('proposed');
  });

  test('make a decided measure delivered and then executed by a document, each announced', async () => {
    const decision = businessId('test', 'decision');
    await service.sql(
      `insert into decision (county, id, cycle_id, state, version, organ, document_id, decided_on, attachment_digest, measures,
         recorded_on, recorded_by)
       values ($1, $2, $3, 'recorded', 1, '县委', $4, '2026-04-10', repeat('b', 64), '[]', '2026-04-10', 'luru')`,
      [county, decision, cycleId, gradeDocument],
    );
    await service.sql(
      `update measure set state = 'decided', opinion = '同意', opinion_on = '2026-04-01', decision_id = $1,
         effect_from = '2026-04-10', version = 3 where id = $2`,
      [decision, rectification],
    );
    await expect(receipt(rectification, 'executed')).rejects.toThrow('does not fit');
    await receipt(rectification, 'accepted');
    expect(await stateNow()).toBe('delivered');
    await expect(receipt(rectification, 'accepted')).rejects.toThrow('does not fit');
    await expect(receipt(rectification, 'executed', { executedDocument: null })).rejects.toThrow('names no document');
    await receipt(rectification, 'executed');
    const { body } = await service.ask('getMeasure', { path: { measureId: rectification } }, people.auditor);
    expect(body).toMatchObject({
      state: 'executed',
      deliveredOn: '2026-04-20',
      execution: { on: '2026-04-20', document: '瑞人社〔2026〕18号（虚构）' },
    });
    expect((await service.sent()).slice(-2).map(({ type }) => type)).toEqual([
      'cn.jixiao.incentives.MeasureDelivered.v1',
      'cn.jixiao.incentives.MeasureExecuted.v1',
    ]);
  });
});
