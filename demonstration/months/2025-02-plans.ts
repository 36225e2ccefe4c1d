// February 2025: the townships set their targets; one plan is returned and mended.
import { collectMonth } from '../acts/collect-month.ts';
import { draftPlans, mendTimidPlan, returnTimidPlan, submitPlans } from '../acts/plans.ts';
import { assignmentOf } from '../scheme.ts';
import type { World } from '../world.ts';
import type { Month } from './month.ts';

// Two townships fall behind in the first quarter: one answers its notice in time, the other late.
const slumps = [
  { unit: '飞云街道', percent: 90 },
  { unit: '桐浦镇', percent: 90 },
] as const;

const plantSlumps = async ({ province, scheme }: World): Promise<void> => {
  for (const { unit, percent } of slumps)
    await province.plant({
      kind: 'slump',
      element: 'EC-FISCAL-REVENUE',
      unit: assignmentOf(scheme, unit).placeCode,
      from: '2025-01',
      to: '2025-03',
      percent,
    });
};

/** February 2025. */
export const plans: Month = {
  month: '2025-02',
  title: '报送目标计划，退回一份',
  days: [
    [
      '2025-02-08',
      async (world) => {
        await plantSlumps(world);
        await collectMonth(world, '2025-01');
      },
    ],
    ['2025-02-10', draftPlans],
    ['2025-02-14', submitPlans],
    ['2025-02-17', returnTimidPlan],
    [
      '2025-02-20',
      async (world) => {
        await mendTimidPlan(world);
        await submitPlans(world);
      },
    ],
  ],
};
