// listElements.
import { paged, pageOf } from '#kernel/operation/page.ts';
import type { IndicatorsHandler } from '../handler.ts';
import { listElementsOf } from '../store/data-element.ts';

/** The current data elements of a county by code. */
export const listElements: IndicatorsHandler<'listElements'> = async ({ query }, call) => {
  const page = pageOf(query, ['text']);
  const rows = await listElementsOf(call.tx, query.county, { after: page.after?.[0] ?? '', limit: page.limit + 1 });
  const body = paged(
    rows,
    page,
    (row) => [row.code],
    (row) => row,
  );
  return { status: 200, body };
};
