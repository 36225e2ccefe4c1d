// A decision on measures as the contract shows it.
import type { components } from '#contracts/generated/incentives.ts';
import type { MeasureDecision } from '../domain/measure-decision.ts';

/** The record of a decision. */
export const decisionRecord = (recorded: MeasureDecision): components['schemas']['MeasureDecision'] => ({
  id: recorded.id,
  county: recorded.county,
  cycleId: recorded.cycleId,
  state: recorded.state,
  decision: recorded.decision,
  measures: recorded.measures,
  recordedOn: recorded.recordedOn,
  recordedBy: recorded.recordedBy,
  releasedOn: recorded.releasedOn,
  releasedBy: recorded.releasedBy,
});
