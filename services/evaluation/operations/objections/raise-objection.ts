// raiseObjection.

import { requireDocuments } from '#kernel/documents/require-documents.ts';
import { etagOf } from '#kernel/operation/etag.ts';
import { problem } from '#kernel/problem/problem.ts';
import { taken } from '#kernel/problem/taken.ts';
import { businessId } from '#kernel/values/identifier.ts';
import { stateConflict } from '#kernel/values/state-conflict.ts';
import { stateCouncilCalendar } from '#kernel/values/working-days.ts';
import { raiseObjection as decide } from '../../domain/objection.ts';
import { cycleStateNames } from '../../domain/state-names.ts';
import type { EvaluationHandler } from '../../handler.ts';
import { currentSheet } from '../../store/current-sheet.ts';
import { progressOf } from '../../store/cycle-row.ts';
import { findUnit } from '../../store/find-unit.ts';
import { insertObjection, objectedIndicators } from '../../store/objections.ts';
import { heldCycle } from '../cycle/cycle-of.ts';
import { objectionRecord } from './objection-record.ts';

/**
 * Raises an objection of a unit. CYCLE_UNKNOWN, NOT_FOUND for a unit outside the caller's places, STATE_CONFLICT unless the scores are
 * notified, DEADLINE_PASSED after the due day, VALUE_INVALID for an indicator that the sheet does not have or the class is not assessed
 * by, ALREADY_EXISTS for one that was objected to before, DOCUMENT_UNKNOWN. The clock of its decision starts as the cycle's rules say.
 */
export const raiseObjection: EvaluationHandler<'raiseObjection'> = async ({ body }, call) => {
  const { county, cycleId, unitId, indicatorCode } = body;
  const { cycle, today } = await heldCycle(call, cycleId, () => problem('CYCLE_UNKNOWN', { cycleId }));
  const unit = await findUnit(call.tx, call.caller, { cycleId, unitId });
  if (unit === undefined) throw problem('NOT_FOUND', { what: '考核单位' });
  const { final_run_id: runId } = cycle;
  if (runId === null) return taken(stateConflict('考核周期', cycleStateNames[cycle.state], cycleStateNames.notified));
  const objection = taken(
    decide(
      progressOf(cycle),
      { objectionId: businessId('objection', unitId, indicatorCode), indicatorCode, on: today },
      {
        sheet: await currentSheet(call.tx, runId, unitId),
        openIndicators: await objectedIndicators(call.tx, unitId),
        decisionLimit: cycle.rules.deadlines.objectionDecision,
        calendar: stateCouncilCalendar,
      },
    ),
  );
  await requireDocuments(call, county, [body.documentId]);
  const row = await insertObjection(call.tx, {
    county,
    id: objection.objectionId,
    cycle_id: cycleId,
    unit_id: unitId,
    indicator_code: indicatorCode,
    state: objection.state,
    version: 1,
    claim: body.claim,
    document_id: body.documentId ?? null,
    raised_on: today,
    raised_by: call.caller.subject,
    due_on: objection.dueOn,
  });
  const { dueOn } = objection;
  await call.append({
    type: 'cn.jixiao.evaluation.ObjectionRaised.v1',
    county,
    key: row.id,
    payload: { objectionId: row.id, cycleId, unitId, placeId: unit.place_id, indicatorCode, raisedOn: today, dueOn },
  });
  call.about(row.id);
  return { status: 201, body: objectionRecord({ ...row, place_id: unit.place_id }), etag: etagOf(row.version) };
};
