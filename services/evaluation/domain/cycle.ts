// The unit track of a cycle (考核周期): from collecting values to announced results, as pure decisions.
import type { IsoDate } from '#kernel/values/date.ts';
import type { DecisionEntry } from '#kernel/values/recorded-decision.ts';
import { accepted, type Refusal, type Result, refused } from '#kernel/values/result.ts';
import { stateConflict } from '#kernel/values/state-conflict.ts';
import { cycleStateNames } from './state-names.ts';

export type CycleState = keyof typeof cycleStateNames;

/** The frozen observations of a cycle: one immutable set (E14). */
export type ObservationSetRef = { readonly setId: string; readonly count: number; readonly digest: string };

/** A cycle as far as its unit track goes; what a state has not reached yet is null. */
export type Cycle = {
  readonly state: CycleState;
  /** The number of the newest freeze that was ordered; 0 before the first. */
  readonly freezeNumber: number;
  readonly observationSet: ObservationSetRef | null;
  readonly finalRunId: string | null;
  readonly notifiedOn: IsoDate | null;
  readonly objectionsDueOn: IsoDate | null;
  readonly decisionsDueOn: IsoDate | null;
  readonly decisionId: string | null;
};

/** The states from which a collection may be reopened. */
export type ReopenedFrom = 'values-confirmed' | 'freezing' | 'frozen';

/** What happens to a cycle; names are those of the event contracts. */
export type CycleEvent =
  | { readonly type: 'ValuesConfirmed' }
  | { readonly type: 'CycleFreezeOrdered' }
  | { readonly type: 'CollectionReopened'; readonly from: ReopenedFrom }
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
  freezeNumber: 0,
  observationSet: null,
  finalRunId: null,
  notifiedOn: null,
  objectionsDueOn: null,
  decisionsDueOn: null,
  decisionId: null,
};

type Conflict = { readonly ok: false; readonly refusal: Refusal<'STATE_CONFLICT'> };

/** The refusal of what only the wanted state allows; undefined in that state. */
export const unless = (cycle: Cycle, wanted: CycleState): Conflict | undefined =>
  cycle.state === wanted ? undefined : stateConflict('考核周期', cycleStateNames[cycle.state], cycleStateNames[wanted]);

/**
 * What a collection still lacks: element codes without their department's signature, units that said nothing, units that dispute,
 * and what units have confirmed after they had disputed it, where no signature has followed the dispute.
 */
export type CollectionFacts = {
  readonly unsignedElements: readonly string[];
  readonly unconfirmedUnits: readonly string[];
  readonly disputedUnits: readonly string[];
  readonly unansweredDisputes: readonly { readonly unitId: string; readonly elementCode: string }[];
};

type ClosureRefusal =
  | 'STATE_CONFLICT'
  | 'SIGNATURES_MISSING'
  | 'CONFIRMATIONS_MISSING'
  | 'DISPUTES_OPEN'
  | 'SIGNATURES_OUTDATED';

/**
 * Closes the collection once departments have signed all values and every township has confirmed its own. A dispute that stands
 * keeps it open, and so does one that was withdrawn while nobody signed the element since: what is frozen could lack the very
 * correction that the township confirmed. The assessment office may overrule either with a reason (`overruledUnits`).
 */
export const closeCollection = (
  cycle: Cycle,
  { unsignedElements, unconfirmedUnits, disputedUnits, unansweredDisputes }: CollectionFacts,
  overruledUnits: readonly string[],
): Result<CycleEvent, ClosureRefusal> => {
  const conflict = unless(cycle, 'collecting');
  if (conflict !== undefined) return conflict;
  const standing = disputedUnits.filter((unitId) => !overruledUnits.includes(unitId));
  const outdated = unansweredDisputes
    .filter(({ unitId }) => !overruledUnits.includes(unitId))
    .map(({ elementCode }) => elementCode);
  const lacking = (items: readonly string[]): { readonly count: number; readonly first: string } => ({
    count: items.length,
    first: items[0] ?? '',
  });
  if (unsignedElements.length > 0) return refused('SIGNATURES_MISSING', lacking(unsignedElements));
  if (unconfirmedUnits.length > 0) return refused('CONFIRMATIONS_MISSING', lacking(unconfirmedUnits));
  if (standing.length > 0) return refused('DISPUTES_OPEN', lacking(standing));
  if (outdated.length > 0) return refused('SIGNATURES_OUTDATED', lacking([...new Set(outdated)].sort()));
  return accepted({ type: 'ValuesConfirmed' });
};

/** Orders the freeze; the owner of the observations answers with the set. */
export const orderFreeze = (cycle: Cycle): Result<CycleEvent, 'STATE_CONFLICT'> =>
  unless(cycle, 'values-confirmed') ?? accepted({ type: 'CycleFreezeOrdered' });

const isReopened = (state: CycleState): state is ReopenedFrom =>
  state === 'values-confirmed' || state === 'freezing' || state === 'frozen';

/**
 * Reopens the collection before the final run: a value that is missing or wrong is found only when all are looked at together, and
 * a cycle must not be stuck on it. What was frozen counts no more; the next freeze has a number of its own.
 */
export const reopenCollection = (cycle: Cycle): Result<CycleEvent, 'STATE_CONFLICT'> => {
  const { state } = cycle;
  if (isReopened(state)) return accepted({ type: 'CollectionReopened', from: state });
  const wanted = [cycleStateNames['values-confirmed'], cycleStateNames.freezing].join('、');
  return stateConflict('考核周期', cycleStateNames[state], `${wanted}或${cycleStateNames.frozen}`);
};

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
