// Saves what may change of a measure: its course.
import type { Transaction } from 'kysely';
import type { Measure } from '../domain/measure.ts';
import type { DB } from './tables.ts';

/** Writes the course of a locked measure. */
export const saveMeasure = async (tx: Transaction<DB>, measure: Measure): Promise<void> => {
  await tx
    .updateTable('measure')
    .set({
      state: measure.state,
      version: measure.version,
      opinion: measure.opinion?.text ?? null,
      opinion_on: measure.opinion?.on ?? null,
      decision_id: measure.decisionId,
      effect_from: measure.effectFrom,
      effect_to: measure.effectTo,
      delivered_on: measure.deliveredOn,
      executed_on: measure.execution?.on ?? null,
      executed_document: measure.execution?.document ?? null,
    })
    .where('county', '=', measure.county)
    .where('id', '=', measure.id)
    .executeTakeFirstOrThrow();
};
