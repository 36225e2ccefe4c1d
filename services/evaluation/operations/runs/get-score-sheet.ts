// getScoreSheet.
import { problem } from '#kernel/problem/problem.ts';
import type { EvaluationHandler, Schemas } from '../../handler.ts';
import { findScoreSheet, type SheetRow } from '../../store/find-score-sheet.ts';
import { isOffice } from './visibility.ts';

const recordOf = (row: SheetRow): Schemas['ScoreSheetRecord'] => ({
  id: row.id,
  county: row.county,
  cycleId: row.cycle_id,
  runId: row.run_id,
  placeId: row.place_id,
  version: row.version,
  supersedes: row.version === 1 ? null : row.version - 1,
  indicatorSystemId: row.indicator_system_id,
  observationSetId: row.observation_set_id,
  computedOn: row.computed_on,
  digest: row.digest,
  sheet: row.sheet,
});

/**
 * One sheet with its trace. NOT_FOUND for another township's, and for a township's own of a trial run or before the scores were
 * notified.
 */
export const getScoreSheet: EvaluationHandler<'getScoreSheet'> = async ({ path, query }, call) => {
  const row = await findScoreSheet(call.tx, call.caller, path.scoreSheetId, query.version);
  const told = row?.run_kind === 'final' && row.notified_on !== null;
  if (row === undefined || !(told || isOffice(call.caller))) throw problem('NOT_FOUND', { what: '得分明细' });
  return { status: 200, body: recordOf(row) };
};
