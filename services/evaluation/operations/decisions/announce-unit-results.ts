// announceUnitResults.

import { etagOf } from '#kernel/operation/etag.ts';
import { taken } from '#kernel/problem/taken.ts';
import { announceResults } from '../../domain/cycle.ts';
import type { EvaluationCall, EvaluationHandler } from '../../handler.ts';
import { type CycleRow, progressOf } from '../../store/cycle-row.ts';
import { findDecision } from '../../store/decisions.ts';
import { unitsOf } from '../../store/list-units.ts';
import { saveCycle } from '../../store/save-cycle.ts';
import { unitResultsOf } from '../../store/unit-results.ts';
import { heldCycle } from '../cycle/cycle-of.ts';
import { cycleRecord } from '../cycle/cycle-record.ts';

const documentOf = async (call: EvaluationCall, { id, decision_id: decisionId }: CycleRow) => {
  const decision = decisionId === null ? undefined : await findDecision(call.tx, decisionId);
  if (decision === undefined) throw new Error(`The cycle ${id} is approved without a decision.`);
  return { decisionId: decision.id, documentId: decision.document_id };
};

/**
 * Makes the ranks of the approved results public and shows each township its own result, by the decision that approved them. STATE_CONFLICT
 * unless they are approved.
 */
export const announceUnitResults: EvaluationHandler<'announceUnitResults'> = async ({ path }, call) => {
  const { cycle, today } = await heldCycle(call, path.cycleId);
  call.requireVersion(cycle.version);
  const event = taken(announceResults(progressOf(cycle)));
  const saved = await saveCycle(call.tx, cycle, event, { announced_on: today });
  const results = await unitResultsOf(call.tx, cycle.id, { limit: cycle.unit_count, after: undefined });
  // As the cycle froze it: the place may have ended since.
  const places = new Map(
    (await unitsOf(call.tx, cycle.id)).map(({ id, place_code: placeCode }) => [id, { placeCode }]),
  );
  await call.append({
    type: 'cn.jixiao.evaluation.UnitResultsAnnounced.v1',
    county: cycle.county,
    key: cycle.id,
    payload: {
      cycleId: cycle.id,
      year: cycle.year,
      ...(await documentOf(call, cycle)),
      announcedOn: today,
      results: results.map((row) => ({
        unitResultId: row.id,
        unitId: row.unit_id,
        placeId: row.place_id,
        ...places.get(row.unit_id),
        version: row.version,
        total: row.total,
        groupCode: row.group_code,
        rank: row.rank,
        rankedUnits: row.ranked_units,
        supersedes: row.supersedes,
      })),
    },
  });
  call.about(cycle.id, cycle.county);
  return { status: 200, body: cycleRecord(saved), etag: etagOf(saved.version) };
};
