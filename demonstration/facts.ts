// What the year has come to, read through the public API: the ground of the expected events and of the closing summary.
import type { operations as EvaluationOperations } from '#contracts/generated/evaluation.ts';
import type { operations as IncentivesOperations } from '#contracts/generated/incentives.ts';
import type { operations as IndicatorsOperations } from '#contracts/generated/indicators.ts';
import type { operations as IntegrationOperations } from '#contracts/generated/integration.ts';
import type { operations as TargetsOperations } from '#contracts/generated/targets.ts';
import type { Output } from '#kernel/contract/types.ts';
import { currentCycle, findCycle, type PlayedUnit, played } from './acts/cycle.ts';
import { allPages } from './api/pages.ts';
import { inParallel } from './api/parallel.ts';
import { auditor, type World } from './world.ts';

type One<Op> = Output<Op> extends { readonly body: infer Body } ? Body : never;
type Of<Op> = One<Op> extends { readonly records: readonly (infer Item)[] } ? Item : never;

/** A score sheet as the final run computed it, and as it is now. */
export interface Standing {
  readonly unit: PlayedUnit;
  readonly before: { readonly total: string; readonly rank: number };
  readonly now: Of<EvaluationOperations['listScoreSheets']>;
}

/** A bad row with the period of its batch. */
export type BadRow = Of<IndicatorsOperations['listRejectedRows']> & { readonly period: string };

/** Everything that the summary speaks of. */
export interface Facts {
  readonly day: string;
  readonly systems: readonly Of<IndicatorsOperations['listIndicatorSystems']>[];
  readonly ruleSets: readonly Of<IncentivesOperations['listRuleSets']>[];
  readonly documents: readonly Of<IntegrationOperations['listDocuments']>[];
  readonly batches: readonly Of<IndicatorsOperations['listObservationBatches']>[];
  readonly badRows: readonly BadRow[];
  readonly cycle: One<EvaluationOperations['getCycle']> | undefined;
  readonly units: readonly PlayedUnit[];
  readonly plans: readonly One<TargetsOperations['getPlan']>[];
  readonly targets: readonly One<TargetsOperations['getTarget']>[];
  readonly notices: readonly Of<TargetsOperations['listNotices']>[];
  readonly runs: readonly Of<EvaluationOperations['listRuns']>[];
  readonly standings: readonly Standing[];
  readonly objections: readonly Of<EvaluationOperations['listObjections']>[];
  readonly unitResults: readonly Of<EvaluationOperations['listUnitResults']>[];
  readonly teamGrades: readonly Of<EvaluationOperations['listTeamGrades']>[];
  readonly measures: readonly Of<IncentivesOperations['listMeasures']>[];
  readonly deliveries: readonly Of<IntegrationOperations['listDeliveries']>[];
}

const readData = async (
  world: World,
): Promise<Pick<Facts, 'systems' | 'ruleSets' | 'documents' | 'batches' | 'badRows'>> => {
  const { county } = world;
  const { indicators, incentives, integration } = auditor(world);
  const batches = await allPages((page) => indicators.listObservationBatches({ query: { county, ...page } }));
  const badRows = await inParallel(
    batches.filter(({ rejectedCount }) => rejectedCount > 0),
    async ({ id: batchId, period }) => {
      const rows = await allPages((page) => indicators.listRejectedRows({ path: { batchId }, query: page }));
      return rows.map((row) => ({ ...row, period }));
    },
  );
  return {
    systems: await allPages((page) => indicators.listIndicatorSystems({ query: { county, ...page } })),
    ruleSets: await allPages((page) => incentives.listRuleSets({ query: { county, ...page } })),
    documents: await allPages((page) => integration.listDocuments({ query: { county, ...page } })),
    batches,
    badRows: badRows.flat(),
  };
};

const readTargets = async (world: World, cycleId: string): Promise<Pick<Facts, 'plans' | 'targets' | 'notices'>> => {
  const { targets } = auditor(world);
  const query = { county: world.county, cycleId };
  const listed = await allPages((page) => targets.listPlans({ query: { ...query, ...page } }));
  const plans = await inParallel(listed, async ({ id }) => (await targets.getPlan({ path: { planId: id } })).body);
  const published = plans.filter(({ state }) => state === 'published').flatMap((plan) => plan.targets);
  return {
    plans,
    targets: await inParallel(published, async ({ id }) => (await targets.getTarget({ path: { targetId: id } })).body),
    notices: await allPages((page) => targets.listNotices({ query: { ...query, ...page } })),
  };
};

const readStandings = async (
  world: World,
  runId: string | null,
  units: readonly PlayedUnit[],
): Promise<readonly Standing[]> => {
  if (runId === null) return [];
  const { evaluation } = auditor(world);
  const sheets = await allPages((page) => evaluation.listScoreSheets({ path: { runId }, query: page }));
  return inParallel(sheets, async (now) => {
    const unit = units.find(({ unitId }) => unitId === now.unitId);
    if (unit === undefined) throw new Error(`The run has a sheet of the unknown unit ${now.unitId}.`);
    const { body } = await evaluation.getScoreSheet({ path: { scoreSheetId: now.id }, query: { version: 1 } });
    const { total, rank } = body.sheet;
    return { unit, before: { total, rank }, now };
  });
};

type Results = Pick<Facts, 'runs' | 'standings' | 'objections' | 'unitResults' | 'teamGrades' | 'measures'>;

const readResults = async (world: World, units: readonly PlayedUnit[]): Promise<Results> => {
  const { county } = world;
  const { cycle } = await currentCycle(world);
  const { evaluation, incentives } = auditor(world);
  const path = { cycleId: cycle.id };
  const query = { county, cycleId: cycle.id };
  return {
    runs: await allPages((page) => evaluation.listRuns({ path, query: page })),
    standings: await readStandings(world, cycle.finalRunId, units),
    objections: await allPages((page) => evaluation.listObjections({ query: { ...query, ...page } })),
    unitResults: await allPages((page) => evaluation.listUnitResults({ path, query: page })),
    teamGrades: await allPages((page) => evaluation.listTeamGrades({ path, query: page })),
    measures: await allPages((page) => incentives.listMeasures({ query: { ...query, ...page } })),
  };
};

const nothingOfCycle = {
  cycle: undefined,
  units: [],
  plans: [],
  targets: [],
  notices: [],
  runs: [],
  standings: [],
  objections: [],
  unitResults: [],
  teamGrades: [],
  measures: [],
};

/** Reads all of it. A county whose cycle is not open has none of what belongs to one. */
export const gatherFacts = async (world: World): Promise<Facts> => {
  const { county, calendar } = world;
  const data = await readData(world);
  const deliveries = await allPages((page) =>
    auditor(world).integration.listDeliveries({ query: { county, ...page } }),
  );
  const day = calendar.today();
  const found = await findCycle(world);
  if (found === undefined) return { day, ...data, ...nothingOfCycle, deliveries };
  const { cycleId, units } = await played(world);
  const targets = await readTargets(world, cycleId);
  const results = await readResults(world, units);
  return { day, ...data, cycle: found.cycle, units, ...targets, ...results, deliveries };
};
