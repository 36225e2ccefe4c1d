// listObjections.
import { paged, pageOf } from '#kernel/operation/page.ts';
import type { EvaluationHandler } from '../../handler.ts';
import { listObjectionsOf } from '../../store/objections.ts';
import { objectionRecord } from './objection-record.ts';

/** The objections of a county within the caller's places, newest first. */
export const listObjections: EvaluationHandler<'listObjections'> = async ({ query }, call) => {
  const page = pageOf(query, ['serial']);
  const rows = await listObjectionsOf(call.tx, call.caller, query, page);
  return { status: 200, body: paged(rows, page, (row) => [row.ordinal], objectionRecord) };
};
