// Plans of the townships: drafted by the filler, submitted by the signer, one returned and mended, all approved in one batch.
import type { operations } from '#contracts/generated/targets.ts';
import type { Output } from '#kernel/contract/types.ts';
import { type Decimal, decimal } from '#kernel/values/decimal.ts';
import { allPages } from '../api/pages.ts';
import { inParallel } from '../api/parallel.ts';
import { fillerOf, office, signerOf, type World } from '../world.ts';
import { type PlayedUnit, played, unitNamed } from './cycle.ts';
import { type Ground, targetedIndicators, targetOf } from './targets-of.ts';

/** The township whose first plan stays below last year's revenue, and is returned. */
const timidUnit = '高楼镇';

const usualGrowth = decimal('1.02');
const timidGrowth = decimal('0.95');

const groundsOf = async (world: World, unit: PlayedUnit): Promise<(elementCode: string) => Ground> => {
  const { county, scheme } = world;
  const { indicators } = fillerOf(world, unit.assignment);
  const query = { county, placeId: unit.placeId, period: `${scheme.year - 1}-12` };
  const values = await allPages((page) => indicators.listObservations({ query: { ...query, ...page } }));
  const elements = await allPages((page) => indicators.listElements({ query: { county, ...page } }));
  return (elementCode) => {
    const value = values.find((one) => one.elementCode === elementCode)?.value;
    const precision = elements.find(({ code }) => code === elementCode)?.precision ?? 0;
    return { lastYear: value === undefined ? undefined : decimal(value), precision };
  };
};

const targetsOf = async (world: World, unit: PlayedUnit, growth: Decimal): Promise<ReturnType<typeof targetOf>[]> => {
  const groundOf = await groundsOf(world, unit);
  const { classCode } = unit.assignment;
  return targetedIndicators(world.scheme, classCode).map((indicator) =>
    targetOf(world.scheme, indicator, groundOf(indicator.elementCode), growth),
  );
};

type Plan = Output<operations['listPlans']>['body']['records'][number];

/** The plans of the cycle by unit. */
export const plansOf = async (world: World, cycleId: string): Promise<ReadonlyMap<string, Plan>> => {
  const query = { county: world.county, cycleId };
  const plans = await allPages((page) => office(world).targets.listPlans({ query: { ...query, ...page } }));
  return new Map(plans.map((plan) => [plan.unitId, plan]));
};

/** Every filler drafts the plan of its township. */
export const draftPlans = async (world: World): Promise<void> => {
  const { cycleId, units } = await played(world);
  const known = await plansOf(world, cycleId);
  const { county } = world;
  const without = units.filter(({ unitId }) => !known.has(unitId));
  await inParallel(without, async (unit) => {
    const growth = unit.assignment.name === timidUnit ? timidGrowth : usualGrowth;
    const targets = await targetsOf(world, unit, growth);
    await fillerOf(world, unit.assignment).targets.draftPlan({
      body: { county, cycleId, unitId: unit.unitId, targets },
    });
  });
  if (without.length > 0) world.tell(`${without.length} 个乡镇（街道）起草目标计划`);
};

/** Every signer submits what is a draft. */
export const submitPlans = async (world: World): Promise<void> => {
  const { cycleId, units } = await played(world);
  const known = await plansOf(world, cycleId);
  const drafts = units.filter(({ unitId }) => known.get(unitId)?.state === 'draft');
  await inParallel(drafts, async (unit) => {
    const { targets } = signerOf(world, unit.assignment);
    const planId = known.get(unit.unitId)?.id ?? '';
    const { etag } = await targets.getPlan({ path: { planId } });
    await targets.submitPlan({ path: { planId } }, { ifMatch: etag });
  });
  if (drafts.length > 0) world.tell(`${drafts.length} 个单位签发并报送目标计划`);
};

const timidPlan = async (world: World): Promise<{ readonly planId: string; readonly unit: PlayedUnit }> => {
  const { cycleId, units } = await played(world);
  const unit = unitNamed(units, timidUnit);
  const plan = (await plansOf(world, cycleId)).get(unit.unitId);
  if (plan === undefined) throw new Error(`${timidUnit} has no plan.`);
  return { planId: plan.id, unit };
};

/** The office gives back the one plan that stays below last year. */
export const returnTimidPlan = async (world: World): Promise<void> => {
  const { planId } = await timidPlan(world);
  const { targets } = office(world);
  const { body, etag } = await targets.getPlan({ path: { planId } });
  if (body.state !== 'submitted' || body.returned !== null) return;
  const opinion = '一般公共预算收入目标低于上年实绩，请说明理由或重新测算。';
  await targets.returnPlan({ path: { planId }, body: { opinion } }, { ifMatch: etag });
  world.tell(`考核办退回${timidUnit}的目标计划：${opinion}`);
};

/** The filler of the returned plan sets its targets anew. */
export const mendTimidPlan = async (world: World): Promise<void> => {
  const { planId, unit } = await timidPlan(world);
  const { targets } = fillerOf(world, unit.assignment);
  const { body, etag } = await targets.getPlan({ path: { planId } });
  if (body.state !== 'returned') return;
  const mended = await targetsOf(world, unit, usualGrowth);
  await targets.replacePlan({ path: { planId }, body: { targets: mended } }, { ifMatch: etag });
  world.tell(`${timidUnit}重新测算目标`);
};
