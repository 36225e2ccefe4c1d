// The values of a month, fetched from the province on the day on which it delivers them.
import { workingDay } from '../calendar.ts';
import { office, type World } from '../world.ts';
import { synchronise } from './synchronise.ts';

/** The day of the next month on which the province has delivered a month's values. */
const deliveryDay = '08';

/** The month after a month, `2025-12` → `2026-01`. */
export const monthAfter = (month: string): string => {
  const [year, number] = month.split('-').map(Number);
  return number === 12 ? `${(year ?? 0) + 1}-01` : `${year}-${String((number ?? 0) + 1).padStart(2, '0')}`;
};

/** The working day on which the values of a month are fetched. */
export const collectionDay = (month: string): string => workingDay(`${monthAfter(month)}-${deliveryDay}`);

/** Fetches the values of a month today and tells what became of them. */
export const collectMonth = async (world: World, month: string): Promise<void> => {
  const { batchId } = await synchronise(world, 'P4', month);
  if (batchId === null) return;
  const { body } = await office(world).indicators.getObservationBatch({ path: { batchId } });
  const bad = body.rejectedCount === 0 ? '' : `，退回 ${body.rejectedCount} 行`;
  world.tell(`收到 ${month} 观测值 ${body.rowCount} 行：新增 ${body.addedCount} 行${bad}`);
};
