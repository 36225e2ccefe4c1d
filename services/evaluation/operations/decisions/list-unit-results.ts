// listUnitResults.
import { paged, pageOf } from '#kernel/operation/page.ts';
import type { EvaluationHandler } from '../../handler.ts';
import { ownUnits, unitResultsOf } from '../../store/unit-results.ts';
import { cycleOf } from '../cycle/cycle-of.ts';
import { isOffice, seesAllTotals } from '../runs/visibility.ts';

/**
 * The results by group and rank. County offices and our own services see them from the approval on. Once they are announced the province
 * sees all, a township its own, and those of others where the rules of the cycle show totals.
 */
export const listUnitResults: EvaluationHandler<'listUnitResults'> = async ({ path, query }, call) => {
  const cycle = await cycleOf(call, path.cycleId);
  const page = pageOf(query, ['text', 'whole', 'id']);
  const shown = cycle.announced_on !== null || isOffice(call.caller);
  const all = seesAllTotals(call.caller) || cycle.rules.resultVisibility?.othersTotals === 'shown';
  const within = all ? undefined : ownUnits(call.caller);
  const rows = shown ? await unitResultsOf(call.tx, cycle.id, page, within) : [];
  const body = paged(
    rows,
    page,
    (row) => [row.group_code, String(row.rank), row.unit_id],
    (row) => ({
      id: row.id,
      cycleId: row.cycle_id,
      unitId: row.unit_id,
      placeId: row.place_id,
      version: row.version,
      scoreSheetId: row.score_sheet_id,
      scoreSheetVersion: row.score_sheet_version,
      classCode: row.class_code,
      groupCode: row.group_code,
      total: row.total,
      rank: row.rank,
      rankedUnits: row.ranked_units,
      tied: row.tied,
      decisionId: row.decision_id,
      approvedOn: row.approved_on,
      announcedOn: row.announced_on,
      supersedes: row.supersedes,
    }),
  );
  return { status: 200, body };
};
