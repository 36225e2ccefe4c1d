// Measures: proposed by the rules, confirmed or dropped by the organization department, decided by the organ of each rule.
import type { operations } from '#contracts/generated/incentives.ts';
import type { Output } from '#kernel/contract/types.ts';
import { allPages } from '../api/pages.ts';
import { inParallel } from '../api/parallel.ts';
import type { DocumentName } from '../documents.ts';
import { auditor, organization, recorder, releaser, type World } from '../world.ts';
import { played, unitNamed } from './cycle.ts';
import { decisionHead } from './recorded-decision.ts';

type Measure = Output<operations['getMeasure']>['body'];

/** The measure that is dropped: its team, and its rule. */
const dropped = { unit: '北麂乡', ruleCode: 'excellent-reward' } as const;

/** Each organ decides by a document of its own. */
const documentOf: Readonly<Record<string, DocumentName>> = {
  中共瑞安市委: 'partyMeasures',
  中共瑞安市委组织部: 'departmentMeasures',
  瑞安市考核办: 'officeMeasures',
};

/** The measures of the cycle. */
export const measuresOf = (world: World, cycleId: string): Promise<readonly Measure[]> => {
  const query = { county: world.county, cycleId };
  return allPages((page) => auditor(world).incentives.listMeasures({ query: { ...query, ...page } }));
};

/** The organization department looks at each proposal: one is dropped, the others are confirmed. */
export const weighMeasures = async (world: World): Promise<void> => {
  const { cycleId, units } = await played(world);
  const { incentives } = organization(world);
  const droppedPlace = unitNamed(units, dropped.unit).placeId;
  const proposed = (await measuresOf(world, cycleId)).filter(({ state }) => state === 'proposed');
  await inParallel(proposed, async ({ id, placeId, rule }) => {
    const path = { measureId: id };
    const { etag } = await incentives.getMeasure({ path });
    if (placeId === droppedPlace && rule.code === dropped.ruleCode)
      await incentives.dropMeasure(
        { path, body: { reason: '该班子本年度已由温州市表扬奖励，不重复实施。' } },
        { ifMatch: etag },
      );
    else await incentives.confirmMeasure({ path, body: { opinion: '符合规则，拟报审定。' } }, { ifMatch: etag });
  });
  if (proposed.length > 0)
    world.tell(`规则提出措施 ${proposed.length} 项：确认 ${proposed.length - 1} 项，不采纳 1 项`);
};

/** One decision for each organ, on the measures that its rules name. */
export const recordMeasureDecisions = async (world: World): Promise<void> => {
  const { cycleId } = await played(world);
  const { county } = world;
  const { incentives } = recorder(world);
  const open = await allPages((page) =>
    incentives.listDecisions({ query: { county, cycleId, state: 'recorded', ...page } }),
  );
  const named = new Set(open.flatMap(({ measures }) => measures.map(({ measureId }) => measureId)));
  const confirmed = (await measuresOf(world, cycleId)).filter(
    ({ id, state }) => state === 'confirmed' && !named.has(id),
  );
  for (const [organ, document] of Object.entries(documentOf)) {
    const measures = confirmed
      .filter(({ rule }) => rule.organ === organ)
      .map(({ id, version }) => ({ measureId: id, version }));
    if (measures.length === 0) continue;
    const decision = await decisionHead(world, organ, document, measures);
    await incentives.recordDecision({ body: { county, cycleId, decision, measures } });
  }
};

/** A second person releases them, and the measures go to HR. */
export const releaseMeasureDecisions = async (world: World): Promise<void> => {
  const { cycleId } = await played(world);
  const { county } = world;
  const { incentives } = releaser(world);
  const open = await allPages((page) =>
    incentives.listDecisions({ query: { county, cycleId, state: 'recorded', ...page } }),
  );
  for (const { id, decision, measures } of open) {
    const { etag } = await incentives.getDecision({ path: { decisionId: id } });
    await incentives.releaseDecision({ path: { decisionId: id } }, { ifMatch: etag });
    world.tell(`${decision.organ}审定措施 ${measures.length} 项`);
  }
  await world.settle();
};
