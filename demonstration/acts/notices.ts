// Supervision notices: issued on yellow and red lights, answered by the townships, accepted, and closed when the light is green.
import type { operations } from '#contracts/generated/targets.ts';
import type { Output } from '#kernel/contract/types.ts';
import { allPages } from '../api/pages.ts';
import { inParallel } from '../api/parallel.ts';
import type { DocumentName } from '../documents.ts';
import { office, signerOf, type World } from '../world.ts';
import { type PlayedUnit, played, unitNamed } from './cycle.ts';

type Notice = Output<operations['getNotice']>['body'];
type Light = Output<operations['listLights']>['body']['records'][number];

/** The township that answers its notice after the due day. */
const lateUnit = '桐浦镇';

const colourWords = { green: '绿灯', yellow: '黄灯', red: '红灯', grey: '灰灯' } as const;

const lightsOf = (world: World, cycleId: string): Promise<readonly Light[]> => {
  const query = { county: world.county, cycleId };
  return allPages((page) => office(world).targets.listLights({ query: { ...query, ...page } }));
};

/** The notices of the cycle. */
export const noticesOf = (world: World, cycleId: string): Promise<readonly Notice[]> => {
  const query = { county: world.county, cycleId };
  return allPages((page) => office(world).targets.listNotices({ query: { ...query, ...page } }));
};

/** Issues a notice on each target that is behind and has no notice under way. */
export const issueNotices = async (world: World, document: DocumentName): Promise<void> => {
  const { cycleId, units } = await played(world);
  const notices = await noticesOf(world, cycleId);
  const documentId = await world.document(document);
  const named = new Set(
    notices.filter((one) => one.state !== 'closed' || one.documentId === documentId).map(({ targetId }) => targetId),
  );
  const lights = await lightsOf(world, cycleId);
  const behind = lights.filter(
    ({ light, targetId }) => (light.colour === 'yellow' || light.colour === 'red') && !named.has(targetId),
  );
  const names = new Map(units.map(({ unitId, assignment }) => [unitId, assignment.name]));
  for (const { targetId, indicatorCode, unitId, light } of behind) {
    const indicator = world.scheme.indicatorSystem.indicators.find(({ code }) => code === indicatorCode);
    const text = `${indicator?.name ?? indicatorCode}低于时序进度，请分析原因并提出整改措施。`;
    await office(world).targets.issueNotice({ body: { county: world.county, targetId, documentId, text } });
    world.tell(`${colourWords[light.colour]}：${names.get(unitId)} ${indicator?.name ?? ''}，下达告知单`);
  }
};

const answer = async (world: World, unit: PlayedUnit, noticeId: string, text: string): Promise<void> => {
  const { targets } = signerOf(world, unit.assignment);
  const { etag } = await targets.getNotice({ path: { noticeId } });
  await targets.answerNotice({ path: { noticeId }, body: { text } }, { ifMatch: etag });
};

/** The units answer what was issued to them: all of them, those that are in time, or the one that is late. */
export const answerNotices = async (world: World, who: 'all' | 'in-time' | 'late'): Promise<void> => {
  const { cycleId, units } = await played(world);
  const lateId = unitNamed(units, lateUnit).unitId;
  const notices = await noticesOf(world, cycleId);
  const open = notices.filter(
    ({ state, unitId }) =>
      (state === 'issued' || state === 'overdue') && (who === 'all' || (unitId === lateId) === (who === 'late')),
  );
  const text =
    who === 'late' ? '因人员变动答复迟延，现报送原因分析和补欠计划。' : '已分析原因，调整进度安排，按月补欠。';
  await inParallel(open, async ({ id, unitId }) => {
    const unit = units.find((one) => one.unitId === unitId);
    if (unit !== undefined) await answer(world, unit, id, text);
  });
  if (open.length > 0) world.tell(`${open.length} 份告知单${who === 'late' ? '逾期' : '按期'}答复`);
};

/** The office accepts the answers that came. */
export const acceptAnswers = async (world: World): Promise<void> => {
  const { cycleId } = await played(world);
  const { targets } = office(world);
  for (const { id, state } of await noticesOf(world, cycleId)) {
    if (state !== 'answered') continue;
    const { etag } = await targets.getNotice({ path: { noticeId: id } });
    await targets.acceptNoticeAnswer(
      { path: { noticeId: id }, body: { opinion: '措施具体，时限明确。' } },
      { ifMatch: etag },
    );
  }
};

/** The office closes the accepted notices whose target is on course again; at the end of the year all of them. */
export const closeNotices = async (world: World, which: 'on-course' | 'all'): Promise<void> => {
  const { cycleId } = await played(world);
  const { targets } = office(world);
  const green = new Set(
    (await lightsOf(world, cycleId)).filter(({ light }) => light.colour === 'green').map(({ targetId }) => targetId),
  );
  for (const { id, state, targetId } of await noticesOf(world, cycleId)) {
    if (state !== 'accepted' || !(which === 'all' || green.has(targetId))) continue;
    const { etag } = await targets.getNotice({ path: { noticeId: id } });
    const opinion = green.has(targetId) ? '进度已补齐，予以办结。' : '年度收官，未补齐部分计入年度得分，予以办结。';
    await targets.closeNotice({ path: { noticeId: id }, body: { opinion } }, { ifMatch: etag });
  }
};
