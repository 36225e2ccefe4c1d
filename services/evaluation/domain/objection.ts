// An objection (得分异议): by a unit, on its notified scores, before approval. Its answer: decide-objection.ts.
import type { IsoDate } from '#kernel/values/date.ts';
import { accepted, type Result, refused } from '#kernel/values/result.ts';
import { stateConflict } from '#kernel/values/state-conflict.ts';
import type { WorkingCalendar } from '#kernel/values/working-days.ts';
import type { Cycle } from './cycle.ts';
import { type DecisionLimit, decisionDueOn } from './objection-clock.ts';
import type { ScoreSheet } from './scoring/score-sheet.ts';
import { cycleStateNames, objectionStateNames } from './state-names.ts';

export type ObjectionState = keyof typeof objectionStateNames;

/** An objection to one item of a sheet. */
export type Objection = {
  readonly objectionId: string;
  readonly unitId: string;
  readonly indicatorCode: string;
  readonly state: ObjectionState;
  readonly raisedOn: IsoDate;
  /** The last day for its decision. */
  readonly dueOn: IsoDate;
};

/** What the office sees when a unit objects: its sheet, the items it objects to already, and what the rules give for the decision. */
export type ObjectionFacts = {
  readonly sheet: ScoreSheet;
  readonly openIndicators: readonly string[];
  readonly decisionLimit: DecisionLimit;
  readonly calendar: WorkingCalendar;
};

/** Raises an objection while scores are notified and the time runs; the due day itself is in time (DEADLINE_PASSED after it). */
export const raiseObjection = (
  cycle: Cycle,
  claim: { readonly objectionId: string; readonly indicatorCode: string; readonly on: IsoDate },
  { sheet, openIndicators, decisionLimit, calendar }: ObjectionFacts,
): Result<Objection, 'STATE_CONFLICT' | 'DEADLINE_PASSED' | 'VALUE_INVALID' | 'ALREADY_EXISTS'> => {
  const { objectionId, indicatorCode, on } = claim;
  if (cycle.state !== 'notified')
    return stateConflict('考核周期', cycleStateNames[cycle.state], cycleStateNames.notified);
  const { objectionsDueOn, decisionsDueOn } = cycle;
  if (objectionsDueOn === null || decisionsDueOn === null) throw new Error('a notified cycle has no due days');
  if (on > objectionsDueOn) return refused('DEADLINE_PASSED', { what: '提出异议', dueOn: objectionsDueOn });
  const item = sheet.items.find((own) => own.indicatorCode === indicatorCode);
  if (item === undefined || item.status === 'not-assessed')
    return refused(
      'VALUE_INVALID',
      { field: 'indicatorCode', reason: `得分明细中没有指标 ${indicatorCode}` },
      '/indicatorCode',
    );
  if (openIndicators.includes(indicatorCode)) return refused('ALREADY_EXISTS', { what: '异议' });
  const dueOn = decisionDueOn(decisionLimit, { raisedOn: on, decisionsDueOn }, calendar);
  return accepted({ objectionId, unitId: sheet.unitId, indicatorCode, state: 'raised', raisedOn: on, dueOn });
};
