// A command takes its county's day before the record that it changes, as DayBegan does, so that the two never wait in a circle.
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { decided, published, submitted, targetIdOf } from '../../../tests/support/targets/acts.ts';
import { type DayHolder, openDayHolder } from '../../../tests/support/targets/day-holder.ts';
import { county, documents, openWorld, people, places, type World } from '../../../tests/support/targets/world.ts';

let world: World;
let day: DayHolder;
beforeAll(async () => {
  world = await openWorld();
  day = await openDayHolder(world.service, 'targets');
});
afterAll(async () => {
  await day.stop();
  await world.service.stop();
});
afterEach(async () => {
  await world.service.sql('truncate plan, target, light, decision, decided_plan, notice, actual');
  await world.service.sql('update business_day set date = $1', ['2025-01-10']);
});

describe('DayBegan is not kept from a record by a command that waits for the day', () => {
  test.each([
    ['submitPlan', people.signer, undefined],
    ['returnPlan', people.office, { opinion: '请补充依据' }],
    ['replacePlan', people.filler, { targets: [{ indicatorCode: 'EC-01', value: '1', curve: { kind: 'even' } }] }],
  ] as const)('%s', async (operation, person, body) => {
    const { id } = await submitted(world);
    if (operation !== 'returnPlan') await world.service.sql("update plan set state = 'draft', submitted_on = null");
    const question = { path: { planId: id }, ifMatch: '"v2"', ...(body === undefined ? {} : { body }) };
    const { status } = await day.whileTheDayBegins('plan', id, () => world.service.ask(operation, question, person));
    expect(status).toBe(200);
  });

  test('releaseDecision', async () => {
    const { id } = await decided(world, [await submitted(world)]);
    const question = { path: { decisionId: id }, ifMatch: '"v1"' };
    const { status } = await day.whileTheDayBegins('decision', id, () =>
      world.service.ask('releaseDecision', question, people.releaser),
    );
    expect(status).toBe(200);
  });

  test('answerNotice, acceptNoticeAnswer and closeNotice', async () => {
    const targetId = targetIdOf(await published(world), 'EC-01');
    await world.service.beginDay(county, '2025-02-10');
    const behind = { placeId: places.tangxia, elementCode: 'EC-FISCAL-REVENUE', period: '2025-01', value: '1' };
    await world.batch([behind], '2025-02-10');
    const draft = { county, targetId, documentId: documents.notice1, text: '请分析原因并整改。' };
    const { id } = (await world.service.ask('issueNotice', { body: draft }, people.office)).body;
    const acts = [
      ['answerNotice', people.signer, { text: '已调整计划。' }],
      ['acceptNoticeAnswer', people.office, { opinion: '措施具体。' }],
      ['closeNotice', people.office, { opinion: '已完成。' }],
    ] as const;
    for (const [index, [operation, person, body]] of acts.entries()) {
      const question = { path: { noticeId: id }, ifMatch: `"v${index + 1}"`, body };
      const { status } = await day.whileTheDayBegins('notice', id, () =>
        world.service.ask(operation, question, person),
      );
      expect(status).toBe(200);
    }
  });
});

/** A connection of its own, in a transaction. */
const transaction = async (): Promise<Client> => {
  const client = new Client({ connectionString: world.service.url(), options: '-c search_path=targets' });
  await client.connect();
  await client.query('begin');
  return client;
};
const waiting = `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;

test('a release that waits for a batch has its day before: the batch gets the day, and the next one waits for both', async () => {
  const { id } = await decided(world, [await submitted(world)]);
  const [batch, nextDay] = await Promise.all([transaction(), transaction()]);
  try {
    await batch.query('select pg_advisory_xact_lock(hashtext($1))', [`targets.actuals.${county}`]);
    const question = { path: { decisionId: id }, ifMatch: '"v1"' };
    const released = world.service.ask('releaseDecision', question, people.releaser);
    await expect.poll(() => world.service.sql(waiting)).toHaveLength(1);
    const begun = nextDay.query("update business_day set date = '2025-01-11'");
    await expect.poll(() => world.service.sql(waiting)).toHaveLength(2);
    await batch.query('select from business_day for share nowait');
    await batch.query('commit');
    expect((await released).status).toBe(200);
    await begun;
    await nextDay.query('rollback');
  } finally {
    await Promise.all([batch.end(), nextDay.end()]);
  }
});
