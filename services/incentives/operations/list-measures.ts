// listMeasures.
import { paged, pageOf } from '#kernel/operation/page.ts';
import type { IncentivesHandler } from '../handler.ts';
import { listMeasuresOf, measureSortKey } from '../store/list-measures.ts';
import { measureRecord } from './measure-record.ts';

/** The measures of a county in the caller's subtrees, by cycle, team and rule. */
export const listMeasures: IncentivesHandler<'listMeasures'> = async ({ query }, call) => {
  const page = pageOf(query, ['id', 'id', 'text', 'id']);
  const measures = await listMeasuresOf(call.tx, call.caller, query, page);
  return { status: 200, body: paged(measures, page, measureSortKey, measureRecord) };
};
