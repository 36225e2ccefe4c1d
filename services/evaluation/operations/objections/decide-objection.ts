// decideObjection: a line on the sheet by a document, or reasons.

import { requireDocuments } from '#kernel/documents/require-documents.ts';
import { etagOf } from '#kernel/operation/etag.ts';
import { problem } from '#kernel/problem/problem.ts';
import { taken } from '#kernel/problem/taken.ts';
import { isoDate } from '#kernel/values/date.ts';
import { decimal } from '#kernel/values/decimal.ts';
import { businessId } from '#kernel/values/identifier.ts';
import { decideObjection as decide, type Objection, type ObjectionAnswer } from '../../domain/objection.ts';
import type { EvaluationCall, EvaluationHandler, Schemas } from '../../handler.ts';
import { closeObjections, type ObjectionsClosed } from '../../store/close-objections.ts';
import { currentSheet } from '../../store/current-sheet.ts';
import { type CycleRow, progressOf } from '../../store/cycle-row.ts';
import { systemOf } from '../../store/indicator-system.ts';
import { findObjection, type ObjectionRow, saveObjection } from '../../store/objections.ts';
import { heldCycle } from '../cycle/cycle-of.ts';
import { objectionRecord } from './objection-record.ts';
import { supersedeSheets } from './supersede-sheets.ts';

const objectionOf = (row: ObjectionRow): Objection => ({
  objectionId: row.id,
  unitId: row.unit_id,
  indicatorCode: row.indicator_code,
  state: row.state as Objection['state'],
  raisedOn: isoDate(row.raised_on),
  dueOn: isoDate(row.due_on),
});

const answerOf = (body: Schemas['ObjectionDecisionDraft']): ObjectionAnswer =>
  body.outcome === 'accepted' ? { ...body, points: decimal(body.points) } : body;

const found = async (call: EvaluationCall, id: string): Promise<ObjectionRow> => {
  const row = await findObjection(call.tx, call.caller, id);
  if (row === undefined) throw problem('NOT_FOUND', { what: '异议' });
  return row;
};

const finalRunOf = (cycle: CycleRow): string => {
  if (cycle.final_run_id === null) throw new Error(`The cycle ${cycle.id} has objections and no final run.`);
  return cycle.final_run_id;
};

const announce = async (
  call: EvaluationCall,
  row: ObjectionRow,
  closed: ObjectionsClosed | undefined,
  decided: Schemas['ObjectionDecision'],
): Promise<void> => {
  const { documentId, decidedOn, late, points, ranksMoved, outcome } = decided;
  await call.append({
    type: 'cn.jixiao.evaluation.ObjectionDecided.v1',
    county: row.county,
    key: row.id,
    payload: {
      objectionId: row.id,
      cycleId: row.cycle_id,
      unitId: row.unit_id,
      placeId: row.place_id,
      indicatorCode: row.indicator_code,
      outcome,
      documentId,
      decidedOn,
      late,
      points,
      ranksMoved,
    },
  });
  if (closed === undefined) return;
  const { cycleId } = closed;
  await call.append({
    type: 'cn.jixiao.evaluation.ObjectionsClosed.v1',
    county: row.county,
    key: cycleId,
    payload: { ...closed },
  });
};

/**
 * Answers an objection. Accepting it adds a line of points to the sheet, within what the item's rule can give and the room that the
 * sheet has (VALUE_INVALID), and may move ranks; a late answer counts and says so. DOCUMENT_UNKNOWN, STATE_CONFLICT for one that is
 * answered or of a cycle that has gone on.
 */
export const decideObjection: EvaluationHandler<'decideObjection'> = async ({ path, body }, call) => {
  const seen = await found(call, path.objectionId);
  const { cycle, today } = await heldCycle(call, seen.cycle_id);
  const row = await found(call, path.objectionId);
  call.requireVersion(row.version);
  const runId = finalRunOf(cycle);
  const system = await systemOf(call.tx, cycle.indicator_system_id);
  const { precision } = system;
  const { objection, late, adjustment } = taken(
    decide(objectionOf(row), answerOf(body), {
      cycle: progressOf(cycle),
      sheet: await currentSheet(call.tx, runId, row.unit_id),
      system,
      adjustmentId: businessId('adjustment', row.id),
      on: today,
    }),
  );
  await requireDocuments(call, row.county, [body.documentId]);
  const { cycle: current, ranksMoved } =
    adjustment === null
      ? { cycle, ranksMoved: 0 }
      : await supersedeSheets(call, { cycle, runId, adjustment, precision, on: today });
  const saved = await saveObjection(call.tx, row, {
    state: objection.state,
    points: adjustment?.points ?? null,
    reason: body.reason,
    answer_document_id: body.documentId,
    decided_on: today,
    late,
    ranks_moved: ranksMoved,
  });
  const closed = await closeObjections(call.tx, current, today);
  const { reason, documentId, outcome } = body;
  await announce(call, row, closed, {
    outcome,
    points: adjustment?.points ?? null,
    reason,
    documentId,
    decidedOn: today,
    late,
    ranksMoved,
  });
  call.about(row.id, row.county);
  return {
    status: 200,
    body: objectionRecord({ ...saved, place_id: row.place_id }),
    etag: etagOf(saved.version),
  };
};
