// getIndicatorSystem.
import { etagOf } from '#kernel/operation/etag.ts';
import { problem } from '#kernel/problem/problem.ts';
import type { IndicatorsHandler } from '../handler.ts';
import { findSystem } from '../store/indicator-system.ts';
import { systemRecord } from './indicator-system-record.ts';

/** One indicator system. NOT_FOUND also for another county's: row-level security hides it. */
export const getIndicatorSystem: IndicatorsHandler<'getIndicatorSystem'> = async ({ path }, call) => {
  const record = await findSystem(call.tx, path.indicatorSystemId);
  if (record === undefined) throw problem('NOT_FOUND', { what: '指标体系' });
  return { status: 200, body: await systemRecord(call, record), etag: etagOf(record.revision) };
};
