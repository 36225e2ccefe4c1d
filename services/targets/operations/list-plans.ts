// listPlans.
import { paged, pageOf } from '#kernel/operation/page.ts';
import type { TargetsHandler } from '../handler.ts';
import { listPlansOf } from '../store/list-plans.ts';
import { planSummary } from './plan-record.ts';

/** The plans of a county in the caller's scope, by place code. */
export const listPlans: TargetsHandler<'listPlans'> = async ({ query }, call) => {
  const page = pageOf(query, ['text', 'id']);
  const rows = await listPlansOf(call.tx, call.caller, query, page);
  return { status: 200, body: paged(rows, page, (plan) => [plan.placeCode, plan.id], planSummary) };
};
