// listIndicatorSystems.
import { paged, pageOf } from '#kernel/operation/page.ts';
import type { IndicatorsHandler } from '../handler.ts';
import { listSystemsOf } from '../store/list-systems.ts';

/** The indicator systems of a county, newest first. */
export const listIndicatorSystems: IndicatorsHandler<'listIndicatorSystems'> = async ({ query }, call) => {
  const page = pageOf(query, ['date', 'id']);
  const rows = await listSystemsOf(call.tx, query.county, query.state, page);
  const body = paged(
    rows,
    page,
    (row) => [row.draftedOn, row.id],
    (row) => row,
  );
  return { status: 200, body };
};
