// The unit track of a cycle (考核周期): from collecting values to announced results, as pure decisions.
import type { IsoDate } from '#kernel/values/date.ts';
import { type WorkingDayLimit, workingDayDeadline } from '#kernel/values/deadline.ts';
import type { DecisionEntry } from '#kernel/values/recorded-decision.ts';
import { accepted, type Refusal, type Result, refused } from '#kernel/values/result.ts';
import type { WorkingCalendar } from '#kernel/values/working-days.ts';
import { cycleStateNames, stateConflict } from './state-names.ts';

export type CycleState = keyof typeof cycleStateNames;

/** The frozen observations of a cycle: one immutable set (E14). */
export type ObservationSetRef = { readonly setId: string; readonly count: number; readonly digest: string };

/** A cycle as far as its unit track goes; what a state has not reached yet is null. */
export type Cycle = {
  readonly state: CycleState;
  readonly observationSet: ObservationSetRef | null;
  readonly finalRunId: string | null;
  readonly notifiedOn: IsoDate | null;
  readonly objectionsDueOn: IsoDate | null;
  readonly decisionsDueOn: IsoDate | null;
  readonly decisionId: string | null;
};

/** What happens to a cycle; names are those of the event contracts. */
export type CycleEvent =
  | { readonly type: 'ValuesConfirmed' }
  | { readonly type: 'CycleFreezeOrdered' }
  | { readonly type: 'CycleFrozen'; readonly observationSet: ObservationSetRef }
  | { readonly type: 'CycleScored'; readonly runId: string }
  | {
      readonly type: 'ScoresNotified';
      readonly runId: string;
      readonly notifiedOn: IsoDate;
      readonly objectionsDueOn: IsoDate;
      readonly decisionsDueOn: IsoDate;
    }
  | { readonly type: 'ObjectionsClosed' }
  | { readonly type: 'UnitResultsApproved'; readonly runId: string; readonly decisionId: string }
  | { readonly type: 'UnitResultsAnnounced' };

/** A cycle that was just opened. */
export const openedCycle: Cycle = {
  state: 'collecting',
  observationSet: null,
  finalRunId: null,
  notifiedOn: null,
  objectionsDueOn: null,
  decisionsDueOn: null,
  decisionId: null,
};

type Conflict = { readonly ok: false; readonly refusal: Refusal<'STATE_CONFLICT'> };

const unless = (cycle: Cycle, wanted: CycleState): Conflict | undefined =>
  cycle.state === wanted ? undefined : stateConflict('考核周期', cycleStateNames[cycle.state], cycleStateNames[wanted]);

/** What a collection still lacks: element codes without their department's signature, units that said nothing, units that dispute. */
export type CollectionFacts = {
  readonly unsignedElements: readonly string[];
  readonly unconfirmedUnits: readonly string[];
  readonly disputedUnits: readonly string[];
};

/**
 * Closes the collection once departments have signed all values and every township has confirmed its own.
 * A dispute that stands keeps it open, unless the assessment office overrules it with a reason (`overruledUnits`).
 */
export const closeCollection = (
  cycle: Cycle,
  { unsignedElements, unconfirmedUnits, disputedUnits }: CollectionFacts,
  overruledUnits: readonly string[],
): Result<CycleEvent, 'STATE_CONFLICT' | 'SIGNATURES_MISSING' | 'CONFIRMATIONS_MISSING' | 'DISPUTES_OPEN'> => {
  const conflict = unless(cycle, 'collecting');
  if (conflict !== undefined) return conflict;
  const standing = disputedUnits.filter((unitId) => !overruledUnits.includes(unitId));
  const lacking = (items: readonly string[]): { readonly count: number; readonly first: string } => ({
    count: items.length,
    first: items[0] ?? '',
  });
  if (unsignedElements.length > 0) return refused('SIGNATURES_MISSING', lacking(unsignedElements));
  if (unconfirmedUnits.length > 0) return refused('CONFIRMATIONS_MISSING', lacking(unconfirmedUnits));
  if (standing.length > 0) return refused('DISPUTES_OPEN', lacking(standing));
  return accepted({ type: 'ValuesConfirmed' });
};

/** Orders the freeze; the owner of the observations answers with the set. */
export const orderFreeze = (cycle: Cycle): Result<CycleEvent, 'STATE_CONFLICT'> =>
  unless(cycle, 'values-confirmed') ?? accepted({ type: 'CycleFreezeOrdered' });

/** Takes over the set that was pulled; another count or digest than the one announced is refused, and the cycle stays unfrozen. */
export const takeObservationSet = (
  cycle: Cycle,
  announced: ObservationSetRef,
  pulled: { readonly count: number; readonly digest: string },
): Result<CycleEvent, 'STATE_CONFLICT' | 'OBSERVATION_SET_DIFFERS'> => {
  const conflict = unless(cycle, 'freezing');
  if (conflict !== undefined) return conflict;
  if (announced.count !== pulled.count || announced.digest !== pulled.digest) {
    return refused('OBSERVATION_SET_DIFFERS', {
      setId: announced.setId,
      announced: announced.count,
      pulled: pulled.count,
    });
  }
  return accepted({ type: 'CycleFrozen', observationSet: announced });
};

/** Whether a run may start: trial and final runs alike need the frozen set, and after the final one there is no other. */
export const admitRun = (cycle: Cycle): Result<ObservationSetRef, 'STATE_CONFLICT'> => {
  const conflict = unless(cycle, 'frozen');
  if (conflict !== undefined) return conflict;
  if (cycle.observationSet === null) throw new Error('a frozen cycle has no observation set');
  return accepted(cycle.observationSet);
};

/** Records the final run as the cycle's result. */
export const completeFinalRun = (cycle: Cycle, runId: string): Result<CycleEvent, 'STATE_CONFLICT'> =>
  unless(cycle, 'frozen') ?? accepted({ type: 'CycleScored', runId });

/** The limits of the objection track, as the cycle's rule data state them. */
export type ObjectionLimits = { readonly objection: WorkingDayLimit; readonly objectionDecision: WorkingDayLimit };

/** Notifies the units of their scores; objections run from that day, their decisions from the end of that time. */
export const notifyScores = (
  cycle: Cycle,
  on: IsoDate,
  limits: ObjectionLimits,
  calendar: WorkingCalendar,
): Result<CycleEvent, 'STATE_CONFLICT'> => {
  const conflict = unless(cycle, 'scored');
  if (conflict !== undefined) return conflict;
  if (cycle.finalRunId === null) throw new Error('a scored cycle has no final run');
  const objections = workingDayDeadline(calendar, limits.objection, on);
  const decisions = workingDayDeadline(calendar, limits.objectionDecision, objections.due);
  return accepted({
    type: 'ScoresNotified',
    runId: cycle.finalRunId,
    notifiedOn: on,
    objectionsDueOn: objections.due,
    decisionsDueOn: decisions.due,
  });
};

/** Closes the objections once their time is over and none is open; before the end of the due day it is still running (E22). */
export const closeObjections = (
  cycle: Cycle,
  today: IsoDate,
  openObjections: number,
): Result<CycleEvent, 'STATE_CONFLICT' | 'OBJECTION_TIME_RUNNING' | 'OBJECTIONS_OPEN'> => {
  const conflict = unless(cycle, 'notified');
  if (conflict !== undefined) return conflict;
  if (cycle.objectionsDueOn === null) throw new Error('a notified cycle has no due day of objections');
  if (today <= cycle.objectionsDueOn) return refused('OBJECTION_TIME_RUNNING', { dueOn: cycle.objectionsDueOn });
  if (openObjections > 0) return refused('OBJECTIONS_OPEN', { count: openObjections });
  return accepted({ type: 'ObjectionsClosed' });
};

/** A decision on unit results: its entry, the digest of the results that the organ saw, and that of those which stand now. */
export type ApprovalFacts = {
  readonly decisionId: string;
  readonly entry: DecisionEntry;
  readonly decidedDigest: string;
  readonly currentDigest: string;
};

/** Approves the unit results by a released decision over the sheets as the organ saw them (DECIDED_RECORD_CHANGED where they moved). */
export const approveResults = (
  cycle: Cycle,
  { decisionId, entry, decidedDigest, currentDigest }: ApprovalFacts,
): Result<CycleEvent, 'STATE_CONFLICT' | 'DECIDED_RECORD_CHANGED'> => {
  const conflict = unless(cycle, 'objections-decided');
  if (conflict !== undefined) return conflict;
  if (cycle.finalRunId === null) throw new Error('a cycle with decided objections has no final run');
  if (entry.state !== 'released') return stateConflict('审定', '已录入', '已发布');
  if (decidedDigest !== currentDigest) return refused('DECIDED_RECORD_CHANGED', { what: '考核结果' });
  return accepted({ type: 'UnitResultsApproved', runId: cycle.finalRunId, decisionId });
};

/** Announces approved results. */
export const announceResults = (cycle: Cycle): Result<CycleEvent, 'STATE_CONFLICT'> =>
  unless(cycle, 'approved') ?? accepted({ type: 'UnitResultsAnnounced' });

/** Whether team grades may be proposed: only once the unit results are approved (model: team grading waits for them). */
export const admitTeamGrades = (cycle: Cycle): Result<undefined, 'STATE_CONFLICT'> =>
  cycle.state === 'announced' ? accepted(undefined) : (unless(cycle, 'approved') ?? accepted(undefined));
