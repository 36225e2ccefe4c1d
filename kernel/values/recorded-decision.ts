// A decision of an organ as it is recorded here: entered by one person, in effect since a second released it.
import type { IsoDate } from './date.ts';
import { accepted, type Result, refused } from './result.ts';
import { stateConflict } from './state-conflict.ts';

/** What the organ decided by: the organ, its document, the day it decided, the digest of the attachment that says what. */
export type RecordedDecision = {
  readonly organ: string;
  readonly documentId: string;
  readonly decidedOn: IsoDate;
  readonly attachmentDigest: string;
};

/** The decision with who entered it and who released it; both are subjects of their tokens. */
export type DecisionEntry = {
  readonly state: 'recorded' | 'released';
  readonly decision: RecordedDecision;
  readonly recordedOn: IsoDate;
  readonly recordedBy: string;
  readonly releasedOn: IsoDate | null;
  readonly releasedBy: string | null;
};

/** Who acts, and on which business day. */
export type Act = { readonly by: string; readonly on: IsoDate };

/** Since when a decision could be taken: what it is about was not there before that day. */
export type DecisionBounds = { readonly notBefore?: IsoDate | undefined };

/**
 * Enters a decision. One of a day to come is refused (DECISION_DATE_AHEAD), and one of a day before what it is about was there
 * (DECISION_DATE_EARLY). The day `notBefore` itself is in time.
 */
export const enterDecision = (
  decision: RecordedDecision,
  { by, on }: Act,
  { notBefore }: DecisionBounds = {},
): Result<DecisionEntry, 'DECISION_DATE_AHEAD' | 'DECISION_DATE_EARLY'> => {
  const date = decision.decidedOn;
  if (date > on) return refused('DECISION_DATE_AHEAD', { date, today: on }, '/decision/decidedOn');
  if (notBefore !== undefined && date < notBefore)
    return refused('DECISION_DATE_EARLY', { date, notBefore }, '/decision/decidedOn');
  return accepted({ state: 'recorded', decision, recordedOn: on, recordedBy: by, releasedOn: null, releasedBy: null });
};

/** Releases a decision; the one who entered it may not (四眼原则), and none is released twice (STATE_CONFLICT). */
export const releaseDecision = (
  entry: DecisionEntry,
  { by, on }: Act,
): Result<DecisionEntry, 'STATE_CONFLICT' | 'RELEASE_BY_RECORDER'> => {
  if (entry.state !== 'recorded') return stateConflict('审定', '已发布', '已录入');
  if (entry.recordedBy === by) return refused('RELEASE_BY_RECORDER');
  return accepted({ ...entry, state: 'released', releasedOn: on, releasedBy: by });
};
