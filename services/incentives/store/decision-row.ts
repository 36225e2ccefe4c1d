// A decision on measures as its row holds it, and as the rule of two persons sees it.
import type { Selectable } from 'kysely';
import { entryOf } from '#kernel/decisions/decision-row.ts';
import type { DecidedMeasure, MeasureDecision } from '../domain/measure-decision.ts';
import type { Decision } from './tables.ts';

/** A row of the table. */
export type DecisionRow = Selectable<Decision>;

/** The decision of a row; its measures are as they were written. */
export const decisionOf = (row: DecisionRow): MeasureDecision => ({
  id: row.id,
  county: row.county,
  cycleId: row.cycle_id,
  version: row.version,
  ...entryOf(row),
  measures: row.measures as DecidedMeasure[],
});
