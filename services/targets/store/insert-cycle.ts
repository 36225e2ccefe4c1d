// Stores a cycle with its units as its opening tells of them.
import type { Transaction } from 'kysely';
import type { CycleOpenedV1 } from '#contracts/generated/events.ts';
import { readLightRules } from '../domain/light-rules.ts';
import type { DB } from './tables.ts';

/** Inserts a cycle; what it freezes never changes. Light rules that can't be read are refused here, not on the first day. */
export const insertCycle = async (tx: Transaction<DB>, county: string, opened: CycleOpenedV1): Promise<void> => {
  readLightRules(opened.lightRules);
  await tx
    .insertInto('cycle')
    .values({
      county,
      id: opened.cycleId,
      indicator_system_id: opened.indicatorSystemId,
      from_period: opened.from,
      to_period: opened.to,
      opened_on: opened.openedOn,
      notice_answer_days: opened.noticeAnswer.days,
      light_rules: JSON.stringify(opened.lightRules),
    })
    .execute();
  if (opened.units.length === 0) return;
  const units = opened.units.map(({ unitId, placeId, placeCode, classCode }) => ({
    county,
    cycle_id: opened.cycleId,
    unit_id: unitId,
    place_id: placeId,
    place_code: placeCode ?? null,
    class_code: classCode,
  }));
  await tx.insertInto('cycle_unit').values(units).execute();
};
