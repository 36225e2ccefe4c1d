// The unit results: approved by the committee through two persons, announced, and delivered to the province.
import { allPages } from '../api/pages.ts';
import { office, recorder, releaser, type World } from '../world.ts';
import { currentCycle } from './cycle.ts';
import { decisionHead } from './recorded-decision.ts';

/** The committee's decision is recorded, by the digest of the results that it saw. */
export const recordUnitResults = async (world: World): Promise<void> => {
  const { county } = world;
  const { cycle } = await currentCycle(world);
  const { evaluation } = recorder(world);
  const query = { county, cycleId: cycle.id, subject: 'unit-results' } as const;
  const known = await allPages((page) => evaluation.listDecisions({ query: { ...query, ...page } }));
  if (known.length > 0 || cycle.resultDigest === null) return;
  const decision = await decisionHead(world, '瑞安市考核工作委员会（虚构）', 'unitResults', cycle.resultDigest);
  const { resultDigest } = cycle;
  await evaluation.recordDecision({
    body: { subject: 'unit-results', county, cycleId: cycle.id, decision, resultDigest },
  });
};

/** A second person releases the recorded decision of a subject. */
export const releaseDecision = async (world: World, subject: 'unit-results' | 'team-grades'): Promise<void> => {
  const { county } = world;
  const { cycle } = await currentCycle(world);
  const { evaluation } = releaser(world);
  const query = { county, cycleId: cycle.id, subject, state: 'recorded' } as const;
  for (const { id } of await allPages((page) => evaluation.listDecisions({ query: { ...query, ...page } }))) {
    const { etag } = await evaluation.getDecision({ path: { decisionId: id } });
    await evaluation.releaseDecision({ path: { decisionId: id } }, { ifMatch: etag });
    world.tell(subject === 'unit-results' ? '考核委员会审定单位考核结果' : '市委审定领导班子等次');
  }
  await world.settle();
};

/** The results are made public, and the province takes each of them (P8). */
export const announceUnitResults = async (world: World): Promise<void> => {
  const { county } = world;
  const { cycle, etag } = await currentCycle(world);
  if (cycle.state === 'approved')
    await office(world).evaluation.announceUnitResults({ path: { cycleId: cycle.id } }, { ifMatch: etag });
  await world.settle();
  const deliveries = await allPages((page) =>
    office(world).integration.listDeliveries({ query: { county, partner: 'province', ...page } }),
  );
  const taken = deliveries.filter(({ state }) => state === 'accepted').length;
  world.tell(`公布单位考核结果，省级平台接收 ${taken} 条`);
};
