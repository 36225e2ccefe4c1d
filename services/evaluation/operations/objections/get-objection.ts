// getObjection.
import { etagOf } from '#kernel/operation/etag.ts';
import { problem } from '#kernel/problem/problem.ts';
import type { EvaluationHandler } from '../../handler.ts';
import { findObjection } from '../../store/objections.ts';
import { objectionRecord } from './objection-record.ts';

/** One objection. NOT_FOUND also for another township's. */
export const getObjection: EvaluationHandler<'getObjection'> = async ({ path }, call) => {
  const row = await findObjection(call.tx, call.caller, path.objectionId);
  if (row === undefined) throw problem('NOT_FOUND', { what: '异议' });
  return { status: 200, body: objectionRecord(row), etag: etagOf(row.version) };
};
