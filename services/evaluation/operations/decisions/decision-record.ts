// A decision as the contract shows it.
import { entryOf } from '#kernel/decisions/decision-row.ts';
import type { Schemas } from '../../handler.ts';
import { type DecisionRow, gradesOf } from '../../store/decision-row.ts';

/** The summary of a decision, as lists show it. */
export const decisionSummary = (row: DecisionRow): Schemas['ResultDecisionSummary'] => ({
  id: row.id,
  county: row.county,
  cycleId: row.cycle_id,
  subject: row.subject === 'team-grades' ? 'team-grades' : 'unit-results',
  state: entryOf(row).state,
  decision: entryOf(row).decision,
  recordedOn: row.recorded_on,
  releasedOn: row.released_on,
});

/** The record of a decision. */
export const decisionRecord = (row: DecisionRow): Schemas['ResultDecision'] => ({
  ...decisionSummary(row),
  resultDigest: row.result_digest,
  proposalId: row.proposal_id,
  proposalVersion: row.proposal_version,
  grades: [...gradesOf(row)],
  recordedBy: row.recorded_by,
  releasedBy: row.released_by,
});
