// April 2025: a batch with seven bad rows is mended by the province; the first yellow lights, one answered in time and one late.
import { collectMonth } from '../acts/collect-month.ts';
import { acceptAnswers, answerNotices, issueNotices } from '../acts/notices.ts';
import type { World } from '../world.ts';
import type { Month } from './month.ts';

const badMonth = '2025-03';
const repairedOn = '2025-04-15';

const collectBadRows = async (world: World): Promise<void> => {
  await world.province.plant({ kind: 'bad-rows', county: world.county, period: badMonth, repairedOn });
  await collectMonth(world, badMonth);
};

/** April 2025. */
export const supervision: Month = {
  month: '2025-04',
  title: '一批次 7 行坏数据，首批黄灯',
  days: [
    [
      '2025-04-08',
      async (world) => {
        await collectBadRows(world);
        await issueNotices(world, 'firstNotices');
      },
    ],
    [
      repairedOn,
      async (world) => {
        await collectMonth(world, badMonth);
        await answerNotices(world, 'in-time');
      },
    ],
    ['2025-04-16', acceptAnswers],
    // The ten working days of the late one ended on 22 April.
    ['2025-04-23'],
    ['2025-04-24', (world) => answerNotices(world, 'late')],
    ['2025-04-25', acceptAnswers],
  ],
};
