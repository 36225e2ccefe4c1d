// The committee approves all submitted plans in one batch, by a decision that two persons bring in.
import { allPages } from '../api/pages.ts';
import { recorder, releaser, type World } from '../world.ts';
import { played } from './cycle.ts';
import { plansOf } from './plans.ts';
import { decisionHead } from './recorded-decision.ts';

/** Records the decision, if there are submitted plans that none names yet. */
export const recordPlanDecision = async (world: World): Promise<void> => {
  const { cycleId } = await played(world);
  const { county } = world;
  const submitted = [...(await plansOf(world, cycleId)).values()].filter(({ state }) => state === 'submitted');
  const { targets } = recorder(world);
  const open = await allPages((page) =>
    targets.listDecisions({ query: { county, cycleId, state: 'recorded', ...page } }),
  );
  if (submitted.length === 0 || open.length > 0) return;
  const plans = submitted.map(({ id, version }) => ({ planId: id, version }));
  const decision = await decisionHead(world, '瑞安市考核工作委员会（虚构）', 'plans', plans);
  await targets.recordDecision({ body: { county, cycleId, decision, plans } });
};

/** A second person releases what is recorded: the plans are published. */
export const releasePlanDecision = async (world: World): Promise<void> => {
  const { cycleId } = await played(world);
  const { county } = world;
  const { targets } = releaser(world);
  const open = await allPages((page) =>
    targets.listDecisions({ query: { county, cycleId, state: 'recorded', ...page } }),
  );
  for (const { id, plans } of open) {
    const { etag } = await targets.getDecision({ path: { decisionId: id } });
    await targets.releaseDecision({ path: { decisionId: id } }, { ifMatch: etag });
    world.tell(`考核委员会一次审定并下达 ${plans.length} 个单位的目标计划`);
  }
  await world.settle();
};
