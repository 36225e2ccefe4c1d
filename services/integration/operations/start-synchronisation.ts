// startSynchronisation: the order is stored; a worker of any instance does the work.
import { problem } from '#kernel/problem/problem.ts';
import { decideOrder, type OrderRefusal } from '../domain/synchronisation.ts';
import type { IntegrationHandler } from '../handler.ts';
import { insertSynchronisation } from '../store/start-synchronisation.ts';
import { synchronisationRecord } from './synchronisation-record.ts';

const problemOf = (refusal: OrderRefusal): Error => {
  if (refusal.refused === 'PERIOD_AHEAD')
    return problem('PERIOD_AHEAD', { period: refusal.period, today: refusal.today });
  const faults = [{ pointer: '/body/period', code: 'period', expected: 'a month with P4, nothing with the others' }];
  return problem('VALUE_INVALID', { field: 'period', reason: refusal.reason }, { faults });
};

/** Starts one. VALUE_INVALID or PERIOD_AHEAD for its period; STATE_CONFLICT while one of the same data set and period runs. */
export const startSynchronisation: IntegrationHandler<'startSynchronisation'> = async ({ body }, call) => {
  const { county, dataSet } = body;
  const order = { county, dataSet, period: body.period ?? null };
  const today = await call.today(county);
  const refusal = decideOrder(order, today);
  if (refusal !== undefined) throw problemOf(refusal);
  const row = await insertSynchronisation(call.tx, order, today, call.traceparent);
  if (row === undefined) throw problem('STATE_CONFLICT', { what: '同步任务', state: '进行中', wanted: '已结束' });
  call.about(row.id);
  return { status: 202, body: synchronisationRecord(row) };
};
