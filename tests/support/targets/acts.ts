// What people do with plans, as far as specs need it to come to their point.
import type { operations } from '#contracts/generated/targets.ts';
import type { Input } from '#kernel/contract/types.ts';
import type { Answer, BodyOf } from '../service.ts';
import { county, cycleId, documents, people, units, type World } from './world.ts';

/** A valid plan of 塘下镇: the three indicators that score against a target. */
export const tangxiaTargets = [
  { indicatorCode: 'EC-01', value: '12000', curve: { kind: 'even' } },
  {
    indicatorCode: 'EC-03',
    value: '40',
    curve: {
      kind: 'points',
      points: [
        { period: '2025-06', value: '16' },
        { period: '2025-12', value: '40' },
      ],
    },
  },
  { indicatorCode: 'PS-02', value: '100', curve: { kind: 'even' } },
] as const;

/** A valid plan of 高楼镇 or of 撤并镇, whose class is not assessed by EC-03. */
export const gaolouTargets = [
  { indicatorCode: 'EC-01', value: '3000', curve: { kind: 'even' } },
  { indicatorCode: 'PS-02', value: '100', curve: { kind: 'even' } },
] as const;

type Plan = BodyOf<operations['draftPlan']>;
type DecisionBody = Input<operations['recordDecision']>['body'];
type Decision = BodyOf<operations['recordDecision']>;

/** The townships of the specs. */
export type Township = 'tangxia' | 'gaolou' | 'merged';

const draftOf = (who: Township) =>
  ({
    tangxia: { unitId: units.tangxia, targets: tangxiaTargets, filler: people.filler, signer: people.signer },
    gaolou: { unitId: units.gaolou, targets: gaolouTargets, filler: people.otherFiller, signer: people.otherSigner },
    merged: { unitId: units.merged, targets: gaolouTargets, filler: people.mergedFiller, signer: people.mergedSigner },
  })[who];

const requireDone = <Body>(answer: Answer<Body>): Body => {
  if (answer.status >= 300) throw new Error(`refused: ${answer.code} ${JSON.stringify(answer.faults)}`);
  return answer.body;
};

/** Drafts a township's plan. */
export const drafted = async ({ service }: World, who: Township = 'tangxia'): Promise<Plan> => {
  const { unitId, targets, filler } = draftOf(who);
  return requireDone(await service.ask('draftPlan', { body: { county, cycleId, unitId, targets } }, filler));
};

/** Drafts and submits a township's plan. */
export const submitted = async (world: World, who: Township = 'tangxia'): Promise<Plan> => {
  const { id, version } = await drafted(world, who);
  const question = { path: { planId: id }, ifMatch: `"v${version}"` };
  return requireDone(await world.service.ask('submitPlan', question, draftOf(who).signer));
};

/** The body of a decision on plans. */
export const decisionOn = (
  plans: readonly { readonly id: string; readonly version: number }[],
  decidedOn: string,
): DecisionBody => ({
  county,
  cycleId,
  decision: {
    organ: '瑞安市考核工作委员会（虚构）',
    documentId: documents.plans,
    decidedOn,
    attachmentDigest: 'c'.repeat(64),
  },
  plans: plans.map(({ id, version }) => ({ planId: id, version })),
});

const lastSubmitted = (plans: readonly Plan[]): string =>
  plans
    .flatMap(({ submittedOn }) => submittedOn ?? [])
    .toSorted()
    .at(-1) ?? '';

/** Records a decision on submitted plans, taken on the day on which the last one was submitted. */
export const decided = async (
  { service }: World,
  plans: readonly Plan[],
  on: string = lastSubmitted(plans),
): Promise<Decision> =>
  requireDone(await service.ask('recordDecision', { body: decisionOn(plans, on) }, people.recorder));

/** Brings a township's plan to its publication. */
export const published = async (world: World, who: Township = 'tangxia'): Promise<Plan> => {
  const plan = await submitted(world, who);
  const { id } = await decided(world, [plan]);
  const release = { path: { decisionId: id }, ifMatch: '"v1"' };
  requireDone(await world.service.ask('releaseDecision', release, people.releaser));
  return requireDone(await world.service.ask('getPlan', { path: { planId: plan.id } }, people.office));
};

/** The id of a plan's target for an indicator. */
export const targetIdOf = (plan: Plan, indicatorCode: string): string => {
  const target = plan.targets.find((each) => each.indicatorCode === indicatorCode);
  if (target === undefined) throw new Error(`The plan has no target for ${indicatorCode}.`);
  return target.id;
};

/** The light of a target, as the office sees it. */
export const lightOf = async (
  { service }: World,
  targetId: string,
): Promise<BodyOf<operations['getTarget']>['light']> =>
  requireDone(await service.ask('getTarget', { path: { targetId } }, people.office)).light;
