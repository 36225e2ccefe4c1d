// March 2025: the committee approves the plans in one batch, and they are published.
import { recordPlanDecision, releasePlanDecision } from '../acts/approve-plans.ts';
import { collectMonth } from '../acts/collect-month.ts';
import type { Month } from './month.ts';

/** March 2025. */
export const approval: Month = {
  month: '2025-03',
  title: '审定并下达目标任务',
  days: [
    ['2025-03-03', recordPlanDecision],
    ['2025-03-04', releasePlanDecision],
    ['2025-03-10', (world) => collectMonth(world, '2025-02')],
  ],
};
