// January 2026: the year's last values, notices closed, values signed and confirmed, frozen, tried and scored.
import { collectMonth } from '../acts/collect-month.ts';
import { confirmValues, signValues } from '../acts/confirm-values.ts';
import { closeNotices } from '../acts/notices.ts';
import { freeze, score } from '../acts/score.ts';
import type { Month } from './month.ts';

/** January 2026. */
export const scoring: Month = {
  month: '2026-01',
  title: '数据核定、冻结、计分',
  days: [
    [
      '2026-01-08',
      async (world) => {
        await collectMonth(world, '2025-12');
        await closeNotices(world, 'all');
      },
    ],
    ['2026-01-12', signValues],
    ['2026-01-14', confirmValues],
    ['2026-01-16', freeze],
    ['2026-01-19', (world) => score(world, 'trial')],
    ['2026-01-21', (world) => score(world, 'final')],
  ],
};
