// CycleFreezeOrdered: the cycle's observations, as they stand, become an immutable numbered set (E14).
import { publishSet } from '#kernel/exchange/handover/publish.ts';
import { isoDate } from '#kernel/values/date.ts';
import { periodsWithin } from '../domain/periods-within.ts';
import type { IndicatorsReaction } from '../handler.ts';
import { type Freeze, frozenRows, insertFreeze } from '../store/cycle-observations.ts';
import { allowForBulk, lockCounty } from '../store/lock-observations.ts';
import { cycleSetKind } from '../store/observation-set.ts';

/**
 * Publishes the latest revisions as of the order's day. Batches that are being taken are waited for; corrections that come later
 * are kept beside the set, which never moves. Ordered again for the same cycle, it makes a set of the next number.
 */
export const freezeCycle: IndicatorsReaction<'cn.jixiao.evaluation.CycleFreezeOrdered.v1'> = async (event, call) => {
  const { county, payload } = event;
  if (county === null) throw new Error('A freeze without a county was ordered.');
  const freeze: Freeze = {
    county,
    cycleId: payload.cycleId,
    elementCodes: payload.elementCodes,
    placeIds: payload.placeIds,
    periods: periodsWithin(isoDate(payload.from), isoDate(payload.to)),
    orderedOn: payload.orderedOn,
  };
  await allowForBulk(call.tx);
  await lockCounty(call.tx, county);
  const rows = frozenRows(call.tx, freeze);
  const set = await publishSet(call.tx, { service: 'indicators', kind: cycleSetKind(payload.cycleId), county, rows });
  await insertFreeze(call.tx, freeze, set.id);
  await call.append({
    type: 'cn.jixiao.indicators.ObservationSetPublished.v1',
    key: payload.cycleId,
    payload: {
      cycleId: payload.cycleId,
      setId: set.id,
      number: set.number,
      count: set.count,
      digest: set.digest,
    },
  });
};
