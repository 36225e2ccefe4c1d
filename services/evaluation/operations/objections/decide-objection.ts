// decideObjection: corrected values or a line on the sheet, by a document, or reasons.

import { requireDocuments } from '#kernel/documents/require-documents.ts';
import { etagOf } from '#kernel/operation/etag.ts';
import { problem } from '#kernel/problem/problem.ts';
import { taken } from '#kernel/problem/taken.ts';
import { isoDate } from '#kernel/values/date.ts';
import { decimal } from '#kernel/values/decimal.ts';
import { businessId } from '#kernel/values/identifier.ts';
import { period } from '#kernel/values/period.ts';
import { faultList } from '#kernel/values/scheme/fault.ts';
import { type AnswerFacts, decideObjection as decide, type ObjectionAnswer } from '../../domain/decide-objection.ts';
import type { Objection } from '../../domain/objection.ts';
import type { RunInput } from '../../domain/scoring/columns.ts';
import { expectedPeriods } from '../../domain/scoring/cycle-periods.ts';
import { observationIndex } from '../../domain/scoring/observation-index.ts';
import type { EvaluationCall, EvaluationHandler, Schemas } from '../../handler.ts';
import { closeObjections, type ObjectionsClosed } from '../../store/close-objections.ts';
import { currentSheet } from '../../store/current-sheet.ts';
import { type CycleRow, progressOf } from '../../store/cycle-row.ts';
import { elementBounds } from '../../store/element-sources.ts';
import { systemOf } from '../../store/indicator-system.ts';
import { jsonText } from '../../store/json-text.ts';
import { findObjection, type ObjectionRow, saveObjection } from '../../store/objections.ts';
import { heldCycle } from '../cycle/cycle-of.ts';
import { loadRunInput } from '../runs/run-input.ts';
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

const answerOf = (body: Schemas['ObjectionDecisionDraft']): ObjectionAnswer => {
  if (body.outcome === 'refused') return body;
  const { points, correctedValues, ...accepted } = body;
  return {
    ...accepted,
    ...(points === undefined ? {} : { points: decimal(points) }),
    ...(correctedValues === undefined
      ? {}
      : { correctedValues: correctedValues.map((one) => ({ period: period(one.period), value: decimal(one.value) })) }),
  };
};

/** What a corrected value is held against: the periods that the indicator takes, what the unit has of its element, and its bounds. */
type Ground = Pick<AnswerFacts, 'expected' | 'observed' | 'bounds'>;

const nothing: Ground = { expected: [], observed: new Map() };

const groundOf = async (
  call: EvaluationCall,
  input: RunInput | undefined,
  { county, unit_id, indicator_code }: ObjectionRow,
): Promise<Ground> => {
  const indicator = input?.system.indicators.find(({ code }) => code === indicator_code);
  if (input === undefined || indicator === undefined) return nothing;
  return {
    expected: expectedPeriods(input.months, indicator.aggregation.frequency),
    observed: observationIndex(input.observations, faultList()).of(unit_id, indicator.elementCode),
    bounds: await elementBounds(call.tx, county, indicator.elementCode),
  };
};

const found = async (call: EvaluationCall, id: string): Promise<ObjectionRow> => {
  const row = await findObjection(call.tx, call.caller, id);
  if (row === undefined) throw problem('NOT_FOUND', { what: '异议' });
  return row;
};

/** What a notified cycle has: its final run and the set that it was frozen by. */
const scoredOf = (cycle: CycleRow): { readonly runId: string; readonly setId: string } => {
  const { final_run_id: runId, observation_set_id: setId } = cycle;
  if (runId === null || setId === null) throw new Error(`The cycle ${cycle.id} has objections and no final run.`);
  return { runId, setId };
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
 * Answers an objection. Accepting it corrects values, which are scored again, or adds a line where no value was scored (POINTS_BY_RULE,
 * VALUE_INVALID), and may move ranks; a late answer counts and says so. DOCUMENT_UNKNOWN, STATE_CONFLICT for one that is answered or of a
 * cycle that has gone on, RUN_BLOCKED for a value that can't be scored.
 */
export const decideObjection: EvaluationHandler<'decideObjection'> = async ({ path, body }, call) => {
  const seen = await found(call, path.objectionId);
  const { cycle, today } = await heldCycle(call, seen.cycle_id);
  const row = await found(call, path.objectionId);
  call.requireVersion(row.version);
  const { runId, setId } = scoredOf(cycle);
  const answer = answerOf(body);
  const corrects = answer.outcome === 'accepted' && answer.correctedValues !== undefined;
  const input = corrects ? await loadRunInput(call, cycle, setId) : undefined;
  const system = input?.system ?? (await systemOf(call.tx, cycle.indicator_system_id));
  const ground = await groundOf(call, input, row);
  const { objection, late, adjustment, corrections } = taken(
    decide(objectionOf(row), answer, {
      cycle: progressOf(cycle),
      sheet: await currentSheet(call.tx, runId, row.unit_id),
      system,
      adjustmentId: businessId('adjustment', row.id),
      on: today,
      ...ground,
    }),
  );
  await requireDocuments(call, row.county, [body.documentId]);
  const about = { cycle, runId, on: today, unitId: row.unit_id, indicatorCode: row.indicator_code };
  const change =
    adjustment !== null
      ? { adjustment, precision: system.precision }
      : input !== undefined && corrections.length > 0
        ? { corrections, input }
        : undefined;
  const superseded = change === undefined ? undefined : await supersedeSheets(call, about, change);
  const { ranksMoved, points } = superseded ?? { ranksMoved: 0, points: null };
  const saved = await saveObjection(call.tx, row, {
    state: objection.state,
    points,
    reason: body.reason,
    answer_document_id: body.documentId,
    decided_on: today,
    late,
    ranks_moved: ranksMoved,
    ...(corrections.length === 0
      ? {}
      : {
          corrected_values: jsonText(
            corrections.map(({ elementCode, period: of, value }) => ({
              elementCode,
              period: of,
              value,
              replaced: ground.observed.get(of)?.value ?? null,
            })),
          ),
        }),
  });
  const closed = await closeObjections(call.tx, superseded?.cycle ?? cycle, today);
  const { reason, documentId, outcome } = body;
  await announce(call, row, closed, { outcome, points, reason, documentId, decidedOn: today, late, ranksMoved });
  call.about(row.id, row.county);
  return {
    status: 200,
    body: objectionRecord({ ...saved, place_id: row.place_id }),
    etag: etagOf(saved.version),
  };
};
