// What a run of a frozen cycle is computed from: observations and targets as they are stored.
import { sql, type Transaction } from 'kysely';
import { decimal } from '#kernel/values/decimal.ts';
import { period } from '#kernel/values/period.ts';
import type { Observation } from '../domain/scoring/observation.ts';
import type { ScoredTarget } from '../domain/scoring/score-sheet.ts';
import type { DB } from './tables.ts';

interface ObservationRow {
  readonly unit_id: string;
  readonly element_code: string;
  readonly period: string;
  readonly observation_id: string;
  readonly revision: number;
  readonly value: string;
}

/** The observations of a cycle's frozen set, in the order of their keys. */
export const frozenObservations = async (
  tx: Transaction<DB>,
  { cycleId, setId }: { readonly cycleId: string; readonly setId: string },
): Promise<readonly Observation[]> => {
  const { rows } = await sql<ObservationRow>`
    select unit_id, element_code, period, observation_id, revision, value::text from frozen_observation
    where cycle_id = ${cycleId} and set_id = ${setId} order by unit_id, element_code, period`.execute(tx);
  return rows.map((row) => ({
    observationId: row.observation_id,
    unitId: row.unit_id,
    elementCode: row.element_code,
    period: period(row.period),
    revision: row.revision,
    value: decimal(row.value),
  }));
};

interface TargetRow {
  readonly unit_id: string;
  readonly target_id: string;
  readonly indicator_code: string;
  readonly value: string;
}

/** The targets of the published plans of a cycle, in the order of units and indicators. */
export const publishedTargets = async (tx: Transaction<DB>, cycleId: string): Promise<readonly ScoredTarget[]> => {
  const { rows } = await sql<TargetRow>`
    select plan.unit_id, target."targetId" as target_id, target."indicatorCode" as indicator_code, target.value
    from published_plan plan,
      jsonb_to_recordset(plan.targets) as target ("targetId" uuid, "indicatorCode" text, value text)
    where plan.cycle_id = ${cycleId} order by plan.unit_id, target."indicatorCode" collate "C"`.execute(tx);
  return rows.map((row) => ({
    targetId: row.target_id,
    unitId: row.unit_id,
    indicatorCode: row.indicator_code,
    value: decimal(row.value),
  }));
};
