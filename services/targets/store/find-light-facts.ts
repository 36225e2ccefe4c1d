// What the lights of some targets are computed from, the targets locked so that nobody computes them at the same time.
import type { Transaction } from 'kysely';
import { decimal } from '#kernel/values/decimal.ts';
import { type Period, period } from '#kernel/values/period.ts';
import { periodsBetween } from '../domain/curve.ts';
import type { Allowance } from '../domain/lacking.ts';
import type { LightFacts } from '../domain/light.ts';
import type { LightSince } from '../domain/light-history.ts';
import { type LightRules, readLightRules } from '../domain/light-rules.ts';
import type { Actual } from '../domain/reached.ts';
import { lightColumns, lightSinceOf } from './light-row.ts';
import type { DB } from './tables.ts';
import { targetColumns, targetOf } from './target-row.ts';

/** A target with its rules, its values and its newest light. */
export interface TargetFacts {
  readonly targetId: string;
  readonly county: string;
  readonly cycleId: string;
  readonly unitId: string;
  readonly placeId: string;
  readonly indicatorCode: string;
  readonly rules: LightRules;
  readonly facts: LightFacts;
  readonly newest: LightSince | undefined;
}

const lockTargets = (tx: Transaction<DB>, county: string, ids: readonly string[]) =>
  tx
    .selectFrom('target')
    .innerJoin('plan', (join) =>
      join.onRef('plan.county', '=', 'target.county').onRef('plan.id', '=', 'target.plan_id'),
    )
    .innerJoin('cycle', (join) =>
      join.onRef('cycle.county', '=', 'target.county').onRef('cycle.id', '=', 'target.cycle_id'),
    )
    .innerJoin('indicator', (join) =>
      join
        .onRef('indicator.county', '=', 'cycle.county')
        .onRef('indicator.indicator_system_id', '=', 'cycle.indicator_system_id')
        .onRef('indicator.code', '=', 'target.indicator_code'),
    )
    .select(targetColumns)
    .select(['indicator.aggregation', 'indicator.may_lack'])
    .select(['target.cycle_id', 'target.place_id', 'plan.unit_id'])
    .select(['cycle.from_period', 'cycle.to_period', 'cycle.light_rules'])
    .where('target.county', '=', county)
    .where('target.id', 'in', ids)
    .where('plan.state', '=', 'published')
    .orderBy('target.id')
    .forUpdate('target')
    .execute();

const findActuals = async (
  tx: Transaction<DB>,
  county: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<Period, Actual>>> => {
  const rows = await tx
    .selectFrom('target')
    .innerJoin('actual', (join) =>
      join
        .onRef('actual.county', '=', 'target.county')
        .onRef('actual.element_code', '=', 'target.element_code')
        .onRef('actual.place_id', '=', 'target.place_id'),
    )
    .select(['target.id', 'actual.period', 'actual.value', 'actual.observation_id', 'actual.revision'])
    .where('target.county', '=', county)
    .where('target.id', 'in', ids)
    .execute();
  const byTarget = new Map<string, Map<Period, Actual>>();
  for (const row of rows) {
    const of = period(row.period);
    const actuals = byTarget.get(row.id) ?? new Map<Period, Actual>();
    const { observation_id: observationId, revision } = row;
    actuals.set(of, { period: of, value: decimal(row.value), observationId, revision });
    byTarget.set(row.id, actuals);
  }
  return byTarget;
};

const findNewest = async (
  tx: Transaction<DB>,
  county: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, LightSince>> => {
  const rows = await tx
    .selectFrom('light')
    .distinctOn('target_id')
    .select(lightColumns)
    .select('target_id')
    .where('county', '=', county)
    .where('target_id', 'in', ids)
    .orderBy('target_id')
    .orderBy('since', 'desc')
    .execute();
  return new Map(rows.map((row) => [row.target_id, lightSinceOf(row)]));
};

/** The facts of those of a county's targets whose plans are published, in the order of their ids. */
export const findLightFacts = async (
  tx: Transaction<DB>,
  county: string,
  ids: readonly string[],
): Promise<TargetFacts[]> => {
  const rows = await lockTargets(tx, county, ids);
  const actuals = await findActuals(tx, county, ids);
  const newest = await findNewest(tx, county, ids);
  return rows.map((row) => {
    const target = targetOf(row);
    const periods = periodsBetween(period(row.from_period), period(row.to_period), target.frequency);
    return {
      targetId: target.id,
      county,
      cycleId: row.cycle_id,
      unitId: row.unit_id,
      placeId: row.place_id,
      indicatorCode: target.indicatorCode,
      rules: readLightRules(row.light_rules),
      facts: {
        ...target,
        periods,
        actuals: actuals.get(target.id) ?? new Map<Period, Actual>(),
        // The table's check allows no other method.
        allowance: { method: row.aggregation as Allowance['method'], mayLack: row.may_lack },
      },
      newest: newest.get(target.id),
    };
  });
};
