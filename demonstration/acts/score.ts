// From confirmed values to scores: the collection is closed, the values frozen, tried once, and scored.
import { allPages } from '../api/pages.ts';
import { office, type World } from '../world.ts';
import { currentCycle } from './cycle.ts';

/** Closes the collection and freezes the values; every service has taken the frozen set over when this returns. */
export const freeze = async (world: World): Promise<void> => {
  const { evaluation } = office(world);
  const collecting = await currentCycle(world);
  const path = { cycleId: collecting.cycle.id };
  if (collecting.cycle.state === 'collecting')
    await evaluation.closeCollection({ path, body: { overruled: [] } }, { ifMatch: collecting.etag });
  const confirmed = await currentCycle(world);
  if (confirmed.cycle.state === 'values-confirmed') await evaluation.freezeCycle({ path }, { ifMatch: confirmed.etag });
  await world.settle();
  const { cycle } = await currentCycle(world);
  if (cycle.observationSet === null) throw new Error(`The cycle is ${cycle.state} and holds no frozen values.`);
  world.tell(`考核数据冻结：${cycle.observationSet.count} 条观测值`);
};

/** Starts a run unless the cycle has one of its kind. */
export const score = async (world: World, kind: 'trial' | 'final'): Promise<void> => {
  const { evaluation } = office(world);
  const { cycle, etag } = await currentCycle(world);
  const path = { cycleId: cycle.id };
  const runs = await allPages((page) => evaluation.listRuns({ path, query: page }));
  if (runs.some((run) => run.kind === kind)) return;
  const { body } = await evaluation.startRun({ path, body: { kind } }, { ifMatch: etag });
  world.tell(`${kind === 'trial' ? '试算' : '正式计分'}完成：得分明细 ${body.sheetCount} 份`);
};

/** Notifies the units of their scores. */
export const notifyScores = async (world: World): Promise<void> => {
  const { cycle, etag } = await currentCycle(world);
  if (cycle.state !== 'scored') return;
  const { body } = await office(world).evaluation.notifyScores({ path: { cycleId: cycle.id } }, { ifMatch: etag });
  world.tell(`通知得分，异议截止 ${body.objectionsDueOn}，答复截止 ${body.decisionsDueOn}`);
};
