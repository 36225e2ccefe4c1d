// releaseDecision: a second person makes the measures of a decision effective, all or none, and they go to HR.
import { heldDecision } from '#kernel/decisions/held-decision.ts';
import { etagOf } from '#kernel/operation/etag.ts';
import { taken } from '#kernel/problem/taken.ts';
import type { Measure } from '../domain/measure.ts';
import { type MeasureDecision, releaseMeasureDecision } from '../domain/measure-decision.ts';
import type { IncentivesCall, IncentivesHandler } from '../handler.ts';
import { findDecision, lockDecision } from '../store/find-decision.ts';
import { lockMeasures } from '../store/lock-measures.ts';
import { saveMeasure } from '../store/save-measure.ts';
import { saveRelease } from '../store/save-release.ts';
import { decisionRecord } from './decision-record.ts';
import { measureNames } from './measure-record.ts';

const decisions = { find: findDecision, lock: lockDecision };

const announce = async (
  call: IncentivesCall,
  measure: Measure,
  { id: decisionId, decision }: MeasureDecision,
): Promise<void> => {
  await call.append({
    type: 'cn.jixiao.incentives.MeasureDecided.v1',
    county: measure.county,
    key: measure.id,
    payload: {
      ...measureNames(measure),
      version: measure.version,
      kind: measure.rule.kind,
      teamGradeId: measure.teamGradeId,
      effectFrom: measure.effectFrom ?? decision.decidedOn,
      effectTo: measure.effectTo,
      ruleSetId: measure.ruleSetId,
      ruleCode: measure.rule.code,
      decisionId,
      documentId: decision.documentId,
      decidedOn: decision.decidedOn,
    },
  });
};

/** Releases a decision. RELEASE_BY_RECORDER for the one who recorded it, DECIDED_RECORD_CHANGED where a measure moved meanwhile. */
export const releaseDecision: IncentivesHandler<'releaseDecision'> = async ({ path }, call) => {
  const { decision: recorded, today: on } = await heldDecision(call, decisions, path.decisionId);
  const named = await lockMeasures(
    call.tx,
    call.caller,
    recorded.measures.map(({ measureId }) => measureId),
  );
  const released = taken(releaseMeasureDecision(recorded, named, { by: call.caller.subject, on }));
  await saveRelease(call.tx, released.decision);
  for (const measure of released.measures) {
    await saveMeasure(call.tx, measure);
    await announce(call, measure, released.decision);
  }
  return { status: 200, body: decisionRecord(released.decision), etag: etagOf(released.decision.version) };
};
