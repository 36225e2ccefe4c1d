// listUnitRanks.
import { paged, pageOf } from '#kernel/operation/page.ts';
import type { EvaluationHandler } from '../../handler.ts';
import { unitResultsOf } from '../../store/unit-results.ts';
import { cycleOf } from '../cycle/cycle-of.ts';
import { isOffice } from '../runs/visibility.ts';

/**
 * The ranks by group and rank, without totals. They are public once announced; between approval and announcement county offices and our own
 * services see them, and for anybody else the list is empty.
 */
export const listUnitRanks: EvaluationHandler<'listUnitRanks'> = async ({ path, query }, call) => {
  const cycle = await cycleOf(call, path.cycleId);
  const page = pageOf(query, ['text', 'whole', 'id']);
  const shown = cycle.announced_on !== null || isOffice(call.caller);
  const rows = shown ? await unitResultsOf(call.tx, cycle.id, page) : [];
  const body = paged(
    rows,
    page,
    (row) => [row.group_code, String(row.rank), row.unit_id],
    (row) => ({
      unitId: row.unit_id,
      placeId: row.place_id,
      classCode: row.class_code,
      groupCode: row.group_code,
      rank: row.rank,
      rankedUnits: row.ranked_units,
      tied: row.tied,
      announcedOn: row.announced_on,
    }),
  );
  return { status: 200, body };
};
