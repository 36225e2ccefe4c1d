// A command takes its county's day before the record that it changes, as DayBegan does, so that the two never wait in a circle.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  decideGrades,
  type Incentives,
  people,
  putRulesIntoForce,
  ruleSetDraft,
  startIncentives,
} from '../../../tests/support/incentives.ts';
import { type DayHolder, openDayHolder } from '../../../tests/support/targets/day-holder.ts';
import { committee, county, cycleId, gradeDocument, measureDocument, teamOf } from '../domain/rules.fixture.ts';

let service: Incentives;
let day: DayHolder;
beforeAll(async () => {
  service = await startIncentives();
  day = await openDayHolder(service, 'incentives');
  await putRulesIntoForce(service);
  await decideGrades(service, { 安阳街道: 'fair', 湖岭镇: 'fair' });
});
afterAll(async () => {
  await day.stop();
  await service.stop();
});

const measureOf = async (town: string): Promise<string> => {
  const [row] = await service.sql<{ id: string }>('select id from measure where team_id = $1', [teamOf(town)]);
  return row?.id ?? '';
};

describe('DayBegan is not kept from a record by a command that waits for the day', () => {
  test('confirmMeasure and dropMeasure', async () => {
    const [confirmed, dropped] = [await measureOf('安阳街道'), await measureOf('湖岭镇')];
    const confirm = { path: { measureId: confirmed }, body: { opinion: '同意' }, ifMatch: '"v1"' };
    const drop = { path: { measureId: dropped }, body: { reason: '不重复实施' }, ifMatch: '"v1"' };
    const answers = [
      await day.whileTheDayBegins('measure', confirmed, () =>
        service.ask('confirmMeasure', confirm, people.organisation),
      ),
      await day.whileTheDayBegins('measure', dropped, () => service.ask('dropMeasure', drop, people.organisation)),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  });

  test('releaseDecision', async () => {
    const measures = [{ measureId: await measureOf('安阳街道'), version: 2 }];
    const attachmentDigest = 'b'.repeat(64);
    const decision = { organ: committee, documentId: measureDocument, decidedOn: '2026-03-25', attachmentDigest };
    const { body } = await service.ask(
      'recordDecision',
      { body: { county, cycleId, decision, measures } },
      people.recorder,
    );
    const question = { path: { decisionId: body.id }, ifMatch: '"v1"' };
    const { status } = await day.whileTheDayBegins('decision', body.id, () =>
      service.ask('releaseDecision', question, people.releaser),
    );
    expect(status).toBe(200);
  });

  test('publishRuleSet', async () => {
    const { body } = await service.ask(
      'registerRuleSet',
      { body: { ...ruleSetDraft, version: 2 } },
      people.organisation,
    );
    const question = { path: { ruleSetId: body.id }, body: { documentId: gradeDocument }, ifMatch: '"v1"' };
    const { status } = await day.whileTheDayBegins('rule_set', body.id, () =>
      service.ask('publishRuleSet', question, people.organisation),
    );
    expect(status).toBe(200);
  });
});
