// A township that is merged during the year keeps its plan and its notices to the end of the cycle that froze it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drafted, lightOf, published, targetIdOf } from '../../../tests/support/targets/acts.ts';
import { county, documents, openWorld, people, places, type World } from '../../../tests/support/targets/world.ts';

let world: World;
// The township ended on 2025-07-01; its cycle was opened on 2025-01-06.
beforeAll(async () => {
  world = await openWorld('2025-08-01');
});
afterAll(() => world.service.stop());

const ask: World['service']['ask'] = (operation, question, person) => world.service.ask(operation, question, person);

describe('a township that ended during the cycle', () => {
  test('drafts its plan, which its own people and the office alone read', async () => {
    const { id: planId } = await drafted(world, 'merged');
    for (const person of [people.mergedFiller, people.mergedSigner, people.office])
      expect(await ask('getPlan', { path: { planId } }, person)).toMatchObject({ status: 200 });
    expect(await ask('getPlan', { path: { planId } }, people.otherSigner)).toMatchObject({ status: 404 });
    const listed = await ask('listPlans', { query: { county } }, people.mergedSigner);
    expect(listed.body.records.map(({ placeId }) => placeId)).toEqual([places.merged]);
    await world.service.sql('truncate plan, target, decided_plan, light, notice');
  });

  test('is told by a notice, answers it, and the office closes it', async () => {
    const plan = await published(world, 'merged');
    const targetId = targetIdOf(plan, 'EC-01');
    const behind = { placeId: places.merged, elementCode: 'EC-FISCAL-REVENUE', period: '2025-07', value: '1000' };
    await world.batch([behind], '2025-08-01');
    expect(await lightOf(world, targetId)).toMatchObject({ colour: 'red' });
    const draft = { county, targetId, documentId: documents.notice1, text: '请分析原因并整改。' };
    const { body: notice } = await ask('issueNotice', { body: draft }, people.office);
    const at = (version: number) => ({ path: { noticeId: notice.id }, ifMatch: `"v${version}"` });
    const seen = await ask('listNotices', { query: { county } }, people.mergedSigner);
    expect(seen.body.records.map(({ id }) => id)).toEqual([notice.id]);
    const neighbour = await ask('answerNotice', { ...at(1), body: { text: '答复' } }, people.otherSigner);
    expect(neighbour).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    expect(await ask('answerNotice', { ...at(1), body: { text: '答复' } }, people.mergedSigner)).toMatchObject({
      status: 200,
    });
    const said = { body: { opinion: '措施具体。' } };
    expect(await ask('acceptNoticeAnswer', { ...at(2), ...said }, people.office)).toMatchObject({ status: 200 });
    expect(await ask('closeNotice', { ...at(3), ...said }, people.office)).toMatchObject({ status: 200 });
  });

  test('has its place code as the cycle froze it, and as the directory had it where the opening said none', async () => {
    await world.service.sql('truncate plan, target, decided_plan, light, notice');
    for (const who of ['merged', 'gaolou'] as const) await drafted(world, who);
    expect(await world.service.sql('select place_code from plan order by place_code')).toEqual([
      { place_code: '330381103000' },
      { place_code: '330381125000' },
    ]);
  });
});
