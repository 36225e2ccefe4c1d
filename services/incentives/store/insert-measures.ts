// Stores the measures that a decision on grades proposes.
import type { Transaction } from 'kysely';
import type { Measure } from '../domain/measure.ts';
import type { DB } from './tables.ts';

/** Measures that one statement inserts: their parameters stay below PostgreSQL's 65,535. */
const insertedAtATime = 500;

/** Inserts new measures. */
export const insertMeasures = async (tx: Transaction<DB>, measures: readonly Measure[]): Promise<void> => {
  for (let from = 0; from < measures.length; from += insertedAtATime) {
    const rows = measures.slice(from, from + insertedAtATime).map((measure) => ({
      id: measure.id,
      county: measure.county,
      cycle_id: measure.cycleId,
      year: measure.year,
      team_id: measure.teamId,
      organisation_id: measure.organisationId,
      place_id: measure.placeId,
      team_grade_id: measure.teamGradeId,
      grade: measure.grade,
      grade_decision_id: measure.gradeDecisionId,
      grade_document_id: measure.gradeDocumentId,
      rule_set_id: measure.ruleSetId,
      rule_code: measure.rule.code,
      rule: JSON.stringify(measure.rule),
      lacks: [...measure.lacks],
      proposed_on: measure.proposedOn,
      state: measure.state,
      version: measure.version,
    }));
    await tx.insertInto('measure').values(rows).execute();
  }
};
