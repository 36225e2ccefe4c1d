// repairDelivery: a rejected record is made anew from what is true now, and is due again.
import { problem } from '#kernel/problem/problem.ts';
import { makeDelivery } from '../deliveries/make-delivery.ts';
import { stateWords } from '../domain/acknowledgement.ts';
import type { IntegrationHandler } from '../handler.ts';
import { findDelivery, lockDelivery } from '../store/deliveries.ts';
import { basisOf, markSuperseded } from '../store/insert-delivery.ts';
import { deliveryRecord } from './delivery-record.ts';

/** Makes the next version of a rejected delivery. NOT_FOUND also for another county's; STATE_CONFLICT unless it is rejected. */
export const repairDelivery: IntegrationHandler<'repairDelivery'> = async ({ path, body }, call) => {
  const rejected = await lockDelivery(call.tx, path.deliveryId);
  if (rejected === undefined) throw problem('NOT_FOUND', { what: '交付' });
  if (rejected.state !== 'rejected') {
    throw problem('STATE_CONFLICT', { what: '交付', state: stateWords[rejected.state], wanted: stateWords.rejected });
  }
  const { county, id, partner, kind, record_key: recordKey } = rejected;
  const made = await makeDelivery(call.tx, {
    traceparent: call.traceparent,
    county,
    partner,
    recordKey,
    basis: await basisOf(call.tx, county, id),
    repair: { replaces: id, reason: body.reason },
  });
  await markSuperseded(call.tx, county, id);
  await call.append({
    type: 'cn.jixiao.integration.DeliveryRepaired.v1',
    county,
    key: recordKey,
    payload: {
      deliveryId: made.id,
      replaces: id,
      partner,
      kind,
      recordKey,
      version: made.version,
      date: await call.today(county),
    },
  });
  call.about(made.id, county);
  const row = await findDelivery(call.tx, made.id);
  if (row === undefined) throw new Error('The delivery that was just made is not there.');
  return { status: 201, body: deliveryRecord(row) };
};
