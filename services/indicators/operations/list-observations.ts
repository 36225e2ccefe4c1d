// listObservations.
import { paged, pageOf } from '#kernel/operation/page.ts';
import { requirePlace } from '#kernel/scope/require-place.ts';
import type { IndicatorsHandler } from '../handler.ts';
import { newestPosition } from '../store/batch-position.ts';
import { listObservationsOf } from '../store/list-observations.ts';
import { observationRecord } from './observation-record.ts';

/**
 * The observations of a county that the caller may see, in the revision known on a business day: today where none is named.
 * PLACE_UNKNOWN for a place that the directory does not hold.
 */
export const listObservations: IndicatorsHandler<'listObservations'> = async ({ query }, call) => {
  const page = pageOf(query, ['text', 'text', 'id']);
  const knownOn = query.asOf ?? (await call.today(query.county));
  if (query.placeId !== undefined) await requirePlace(call.tx, query.placeId, '/query/placeId');
  // Before the page: it then shows all that had been kept up to it.
  const position = await newestPosition(call.tx, query.county);
  const rows = await listObservationsOf(call.tx, call.caller, { ...query, knownOn }, page);
  const body = paged(rows, page, (row) => [row.period, row.elementCode, row.placeId], observationRecord);
  return { status: 200, body: { ...body, position } };
};
