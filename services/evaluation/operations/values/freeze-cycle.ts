// freezeCycle: orders the set of observations from its owner, which answers by ObservationSetPublished (E14).

import { etagOf } from '#kernel/operation/etag.ts';
import { taken } from '#kernel/problem/taken.ts';
import { period, periodBounds } from '#kernel/values/period.ts';
import { signedUntil, sinceReopening } from '../../domain/closure.ts';
import { orderFreeze } from '../../domain/cycle.ts';
import type { EvaluationHandler } from '../../handler.ts';
import { progressOf, wordsBefore } from '../../store/cycle-row.ts';
import { systemOf } from '../../store/indicator-system.ts';
import { unitsOf } from '../../store/list-units.ts';
import { saveCycle } from '../../store/save-cycle.ts';
import { signaturesOf } from '../../store/value-signatures.ts';
import { heldCycle } from '../cycle/cycle-of.ts';
import { cycleRecord } from '../cycle/cycle-record.ts';

/**
 * Orders the freeze of a cycle whose values are confirmed: of each element what was there when it was signed last since
 * the collection was reopened. The cycle is frozen when the set has been taken over. STATE_CONFLICT unless the values are confirmed.
 */
export const freezeCycle: EvaluationHandler<'freezeCycle'> = async ({ path }, call) => {
  const { cycle, today } = await heldCycle(call, path.cycleId);
  call.requireVersion(cycle.version);
  const event = taken(orderFreeze(progressOf(cycle)));
  const saved = await saveCycle(call.tx, cycle, event, {});
  const units = await unitsOf(call.tx, cycle.id);
  const system = await systemOf(call.tx, cycle.indicator_system_id);
  const signatures = signedUntil(system, sinceReopening(await signaturesOf(call.tx, cycle.id), wordsBefore(cycle)));
  await call.append({
    type: 'cn.jixiao.evaluation.CycleFreezeOrdered.v1',
    county: cycle.county,
    key: cycle.id,
    payload: {
      cycleId: cycle.id,
      elementCodes: signatures.map(({ elementCode }) => elementCode),
      placeIds: units.map(({ place_id }) => place_id).sort(),
      from: periodBounds(period(cycle.month_from)).from,
      to: periodBounds(period(cycle.month_to)).to,
      orderedOn: today,
      freezeNumber: saved.freeze_number,
      signatures: [...signatures],
    },
  });
  call.about(cycle.id, cycle.county);
  return { status: 202, body: cycleRecord(saved), etag: etagOf(saved.version) };
};
