// The effect of a released decision on unit results: the sheets as the organ saw them become the results.
import { taken } from '#kernel/problem/taken.ts';
import type { IsoDate } from '#kernel/values/date.ts';
import type { DecisionEntry } from '#kernel/values/recorded-decision.ts';
import { approveResults } from '../../domain/cycle.ts';
import { resultDigest } from '../../domain/scoring/result-digest.ts';
import type { EvaluationCall } from '../../handler.ts';
import { currentSheets } from '../../store/current-sheets.ts';
import { type CycleRow, progressOf } from '../../store/cycle-row.ts';
import type { DecisionRow } from '../../store/decision-row.ts';
import { saveCycle } from '../../store/save-cycle.ts';
import { insertUnitResults } from '../../store/unit-results.ts';

/** A decision that is being released, with its cycle held. */
export interface Release {
  readonly cycle: CycleRow;
  readonly row: DecisionRow;
  readonly entry: DecisionEntry;
  readonly today: IsoDate;
}

/** Approves the unit results. DECIDED_RECORD_CHANGED where a sheet is another than when the decision was recorded. */
export const approveUnitResults = async (
  call: EvaluationCall,
  { cycle, row, entry, today }: Release,
): Promise<void> => {
  const sheets = cycle.final_run_id === null ? [] : await currentSheets(call.tx, cycle.final_run_id);
  // Computed anew, not taken from the cycle: what is approved is what is stored.
  const currentDigest = resultDigest(sheets.map(({ sheet, digest }) => ({ unitId: sheet.unitId, digest })));
  const event = taken(
    approveResults(progressOf(cycle), {
      decisionId: row.id,
      entry,
      decidedDigest: row.result_digest ?? '',
      currentDigest,
    }),
  );
  if (event.type !== 'UnitResultsApproved') throw new Error(`Approving results gave ${event.type}.`);
  await saveCycle(call.tx, cycle, event, { approved_on: today });
  await insertUnitResults(call.tx, { county: cycle.county, cycleId: cycle.id, decisionId: row.id, on: today }, sheets);
  await call.append({
    type: 'cn.jixiao.evaluation.UnitResultsApproved.v1',
    county: cycle.county,
    key: cycle.id,
    payload: {
      cycleId: cycle.id,
      runId: event.runId,
      decisionId: row.id,
      documentId: row.document_id,
      count: sheets.length,
      digest: currentDigest,
    },
  });
};
