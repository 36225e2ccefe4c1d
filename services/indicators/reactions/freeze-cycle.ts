// CycleFreezeOrdered: the cycle's observations, as they were signed, become an immutable numbered set (E14).

import { allowForBulk } from '#kernel/database/allow-bulk.ts';
import { countyOfEvent } from '#kernel/exchange/county-of-event.ts';
import { publishSet } from '#kernel/exchange/handover/publish.ts';
import { isoDate } from '#kernel/values/date.ts';
import { allPeriodsWithin } from '../domain/periods-within.ts';
import type { IndicatorsReaction } from '../handler.ts';
import { type Freeze, frozenRows, insertFreeze, unsignedCounts } from '../store/cycle-observations.ts';
import { isPassedBy } from '../store/freeze-lifts.ts';
import { lockCounty } from '../store/lock-observations.ts';
import { cycleSetKind } from '../store/observation-set.ts';

/**
 * Publishes of each element the latest revisions until the day of its signature, and says what was recorded after it and stayed
 * out. Batches that are being taken are waited for; corrections that come later are kept beside the set, which never moves.
 * Ordered again for the same cycle, it makes a set of the next number. An order that comes after a newer one of its cycle, or after the
 * reopening that lifts it, is passed over: nobody waits for its set, and it would hold what is collected again.
 */
export const freezeCycle: IndicatorsReaction<'cn.jixiao.evaluation.CycleFreezeOrdered.v1'> = async (event, call) => {
  const { payload } = event;
  const { cycleId, freezeNumber } = payload;
  const county = countyOfEvent(event);
  if (freezeNumber !== undefined && (await isPassedBy(call.tx, { county, cycleId, freezeNumber }))) {
    call.log.warn({ cycleId, freezeNumber }, 'a freeze was ordered that its cycle has gone past');
    return;
  }
  // An order of the first contract may name no signatures: what was recorded until its day counts, as it did then (E19).
  const signed = new Map(payload.signatures?.map((signature) => [signature.elementCode, signature]));
  const freeze: Freeze = {
    county,
    cycleId,
    elements: payload.elementCodes.map((code) => {
      const { asOf = payload.orderedOn, position = null } = signed.get(code) ?? {};
      return { code, asOf, position };
    }),
    placeIds: payload.placeIds,
    periods: allPeriodsWithin(isoDate(payload.from), isoDate(payload.to)),
    orderedOn: payload.orderedOn,
    freezeNumber: freezeNumber ?? null,
  };
  await allowForBulk(call.tx);
  await lockCounty(call.tx, county);
  const rows = frozenRows(call.tx, freeze);
  const set = await publishSet(call.tx, { service: 'indicators', kind: cycleSetKind(cycleId), county, rows });
  await insertFreeze(call.tx, freeze, set.id);
  await call.append({
    type: 'cn.jixiao.indicators.ObservationSetPublished.v1',
    key: cycleId,
    payload: {
      cycleId,
      setId: set.id,
      number: set.number,
      count: set.count,
      digest: set.digest,
      ...(freezeNumber === undefined ? {} : { freezeNumber }),
      ...(payload.signatures === undefined ? {} : { unsigned: await unsignedCounts(call.tx, freeze) }),
    },
  });
};
