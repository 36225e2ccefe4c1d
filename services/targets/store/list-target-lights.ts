// A page of a cycle's targets with the lights that they had on a day, by unit and indicator.
import type { Transaction } from 'kysely';
import type { PageRequest } from '#kernel/operation/page.ts';
import type { Scoped } from '#kernel/scope/scope.ts';
import { type Decimal, decimal } from '#kernel/values/decimal.ts';
import type { Colour } from '../domain/light.ts';
import type { LightSince } from '../domain/light-history.ts';
import { cycleScope } from './cycle-scope.ts';
import { lightColumns, lightSinceOf } from './light-row.ts';
import type { DB } from './tables.ts';

/** A target with its light. */
export interface TargetLight {
  readonly targetId: string;
  readonly planId: string;
  readonly cycleId: string;
  readonly unitId: string;
  readonly placeId: string;
  readonly placeCode: string;
  readonly indicatorCode: string;
  readonly elementCode: string;
  readonly value: Decimal;
  readonly light: LightSince;
}

/** What is asked for; without a day, the lights as they are now. */
export interface LightsWanted {
  readonly county: string;
  readonly cycleId: string;
  readonly unitId?: string;
  readonly colour?: Colour;
  readonly asOf?: string;
}

/** One target more than the page shows, if there is one. A target that had no light on that day is not shown. */
export const listTargetLights = async (
  tx: Transaction<DB>,
  caller: Scoped,
  wanted: LightsWanted,
  page: PageRequest,
): Promise<TargetLight[]> => {
  const { county, cycleId, unitId, colour, asOf } = wanted;
  let query = tx
    .selectFrom('target')
    .innerJoin('plan', (join) =>
      join.onRef('plan.county', '=', 'target.county').onRef('plan.id', '=', 'target.plan_id'),
    )
    .innerJoinLateral(
      (eb) => {
        const lights = eb
          .selectFrom('light')
          .select(lightColumns)
          .whereRef('light.county', '=', 'target.county')
          .whereRef('light.target_id', '=', 'target.id')
          .orderBy('light.since', 'desc')
          .limit(1);
        return (asOf === undefined ? lights : lights.where('light.since', '<=', asOf)).as('light');
      },
      (join) => join.onTrue(),
    )
    .select(lightColumns)
    .select(['target.id', 'target.plan_id', 'target.indicator_code', 'target.element_code', 'target.value'])
    .select(['plan.cycle_id', 'plan.unit_id', 'plan.place_id', 'plan.place_code'])
    .where('plan.county', '=', county)
    .where('plan.cycle_id', '=', cycleId)
    .where(cycleScope(caller, 'plan'));
  if (unitId !== undefined) query = query.where('plan.unit_id', '=', unitId);
  if (colour !== undefined) query = query.where('light.colour', '=', colour);
  const [code, indicator, id] = page.after ?? [];
  if (code !== undefined && indicator !== undefined && id !== undefined) {
    const keys = ['plan.place_code', 'target.indicator_code', 'target.id'] as const;
    query = query.where((where) => where(where.refTuple(...keys), '>', where.tuple(code, indicator, id)));
  }
  const rows = await query
    .orderBy('plan.place_code')
    .orderBy('target.indicator_code')
    .orderBy('target.id')
    .limit(page.limit + 1)
    .execute();
  return rows.map((row) => ({
    targetId: row.id,
    planId: row.plan_id,
    cycleId: row.cycle_id,
    unitId: row.unit_id,
    placeId: row.place_id,
    placeCode: row.place_code,
    indicatorCode: row.indicator_code,
    elementCode: row.element_code,
    value: decimal(row.value),
    light: lightSinceOf(row),
  }));
};
