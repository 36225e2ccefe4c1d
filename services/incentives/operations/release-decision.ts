// releaseDecision: a second person makes the measures of a decision effective, all or none, and they go to HR.
import { etagOf } from '#kernel/operation/etag.ts';
import { problem } from '#kernel/problem/problem.ts';
import { taken } from '#kernel/problem/taken.ts';
import type { Measure } from '../domain/measure.ts';
import { type MeasureDecision, releaseMeasureDecision } from '../domain/measure-decision.ts';
import type { IncentivesCall, IncentivesHandler } from '../handler.ts';
import { lockDecision } from '../store/find-decision.ts';
import { lockMeasures } from '../store/lock-measures.ts';
import { saveDecisionRelease } from '../store/save-decision-release.ts';
import { saveMeasure } from '../store/save-measure.ts';
import { decisionRecord } from './decision-record.ts';
import { measureNames } from './measure-record.ts';

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
  const recorded = await lockDecision(call.tx, path.decisionId);
  if (recorded === undefined) throw problem('NOT_FOUND', { what: '审定' });
  call.about(recorded.id, recorded.county);
  call.requireVersion(recorded.version);
  const on = await call.today(recorded.county);
  const named = await lockMeasures(
    call.tx,
    recorded.measures.map(({ measureId }) => measureId),
  );
  const released = taken(releaseMeasureDecision(recorded, named, { by: call.caller.subject, on }));
  await saveDecisionRelease(call.tx, released.decision);
  for (const measure of released.measures) {
    await saveMeasure(call.tx, measure);
    await announce(call, measure, released.decision);
  }
  return { status: 200, body: decisionRecord(released.decision), etag: etagOf(released.decision.version) };
};
