// listUnits.
import { paged, pageOf } from '#kernel/operation/page.ts';
import type { EvaluationHandler } from '../../handler.ts';
import { listUnitsOf } from '../../store/list-units.ts';
import { cycleOf } from './cycle-of.ts';

/** The assessed units of a cycle, by place code. Who is assessed is no secret within the county. */
export const listUnits: EvaluationHandler<'listUnits'> = async ({ path, query }, call) => {
  const cycle = await cycleOf(call, path.cycleId);
  const page = pageOf(query, ['text', 'id']);
  const rows = await listUnitsOf(call.tx, cycle.id, page);
  const body = paged(
    rows,
    page,
    (row) => [row.place_code, row.id],
    (row) => ({
      id: row.id,
      cycleId: row.cycle_id,
      placeId: row.place_id,
      classCode: row.class_code,
      groupCode: row.group_code,
    }),
  );
  return { status: 200, body };
};
