// listRejectedRows.
import type { components } from '#contracts/generated/indicators.ts';
import { paged, pageOf } from '#kernel/operation/page.ts';
import { problem } from '#kernel/problem/problem.ts';
import { isRejectCode } from '../domain/row-reject.ts';
import type { IndicatorsHandler } from '../handler.ts';
import { findBatch } from '../store/find-batch.ts';
import type { RejectedRowRecord } from '../store/insert-batch.ts';
import { listRejectedRowsOf } from '../store/list-rejected-rows.ts';

const rejectedRow = ({ code, reasonInEnglish, ...row }: RejectedRowRecord): components['schemas']['RejectedRow'] => {
  if (!isRejectCode(code)) throw new Error(`${code} is no code of a rejected row.`);
  return { ...row, code, ...(reasonInEnglish === null ? {} : { reasonInEnglish }) };
};

/** The rows of a batch that were not taken, by line: at most the first 10,000 of them. */
export const listRejectedRows: IndicatorsHandler<'listRejectedRows'> = async ({ path, query }, call) => {
  if ((await findBatch(call.tx, call.caller, path.batchId)) === undefined)
    throw problem('NOT_FOUND', { what: '观测值批次' });
  const page = pageOf(query, ['whole']);
  const rows = await listRejectedRowsOf(call.tx, path.batchId, page);
  return { status: 200, body: paged(rows, page, (row) => [String(row.line)], rejectedRow) };
};
