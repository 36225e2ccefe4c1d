// A plan as its row holds it.
import type { Selectable } from 'kysely';
import { isoDate } from '#kernel/values/date.ts';
import type { Plan, PlanState } from '../domain/plan.ts';
import type { Plan as PlanTable } from './tables.ts';

/** The row of a plan. */
export type PlanRow = Selectable<PlanTable>;

const dateOrNull = (text: string | null): Plan['submittedOn'] => (text === null ? null : isoDate(text));

/** The plan of a row. The table's own check allows no other state. */
export const planOf = (row: PlanRow): Plan => ({
  id: row.id,
  county: row.county,
  cycleId: row.cycle_id,
  unitId: row.unit_id,
  placeId: row.place_id,
  placeCode: row.place_code,
  classCode: row.class_code,
  state: row.state as PlanState,
  version: row.version,
  draftedOn: isoDate(row.drafted_on),
  submittedOn: dateOrNull(row.submitted_on),
  returned:
    row.returned_opinion === null || row.returned_on === null
      ? null
      : { opinion: row.returned_opinion, on: isoDate(row.returned_on) },
  decisionId: row.decision_id,
  approvedOn: dateOrNull(row.approved_on),
  publishedOn: dateOrNull(row.published_on),
});

/** The row of a plan. */
export const rowOfPlan = (plan: Plan): PlanRow => ({
  id: plan.id,
  county: plan.county,
  cycle_id: plan.cycleId,
  unit_id: plan.unitId,
  place_id: plan.placeId,
  place_code: plan.placeCode,
  class_code: plan.classCode,
  state: plan.state,
  version: plan.version,
  drafted_on: plan.draftedOn,
  submitted_on: plan.submittedOn,
  returned_opinion: plan.returned?.opinion ?? null,
  returned_on: plan.returned?.on ?? null,
  decision_id: plan.decisionId,
  approved_on: plan.approvedOn,
  published_on: plan.publishedOn,
});
