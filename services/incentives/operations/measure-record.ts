// A measure as the contract shows it.
import type { components } from '#contracts/generated/incentives.ts';
import type { Measure } from '../domain/measure.ts';

/** The record of a measure. */
export const measureRecord = (measure: Measure): components['schemas']['Measure'] => ({
  id: measure.id,
  county: measure.county,
  cycleId: measure.cycleId,
  year: measure.year,
  teamId: measure.teamId,
  organisationId: measure.organisationId,
  placeId: measure.placeId,
  teamGradeId: measure.teamGradeId,
  grade: measure.grade,
  gradeDecisionId: measure.gradeDecisionId,
  gradeDocumentId: measure.gradeDocumentId,
  ruleSetId: measure.ruleSetId,
  rule: measure.rule,
  lacks: measure.lacks,
  state: measure.state,
  version: measure.version,
  proposedOn: measure.proposedOn,
  opinion: measure.opinion,
  decisionId: measure.decisionId,
  effectFrom: measure.effectFrom,
  effectTo: measure.effectTo,
  deliveredOn: measure.deliveredOn,
  execution: measure.execution,
});

/** What every event of a measure names. */
export const measureNames = (
  measure: Measure,
): {
  readonly measureId: string;
  readonly cycleId: string;
  readonly teamId: string;
  readonly organisationId: string;
} => ({
  measureId: measure.id,
  cycleId: measure.cycleId,
  teamId: measure.teamId,
  organisationId: measure.organisationId,
});
