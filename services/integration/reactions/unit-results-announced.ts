// UnitResultsAnnounced: the province is due each unit's result (P8); a worker puts them there.
import { countyOfEvent } from '#kernel/exchange/county-of-event.ts';
import { makeDelivery } from '../deliveries/make-delivery.ts';
import type { IntegrationReaction } from '../handler.ts';

/** One delivery a unit, in the order of the event. */
export const unitResultsAnnounced: IntegrationReaction<'cn.jixiao.evaluation.UnitResultsAnnounced.v1'> = async (
  event,
  call,
) => {
  const county = countyOfEvent(event);
  const { cycleId, year, documentId, announcedOn, results } = event.payload;
  for (const { unitResultId, placeId, placeCode, total, groupCode, rank } of results) {
    const place = { placeId, ...(placeCode === undefined ? {} : { placeCode }) };
    const facts = { cycleId, year, ...place, total, groupCode, rank, documentId, announcedOn };
    await makeDelivery(call.tx, {
      county,
      partner: 'province',
      recordKey: unitResultId,
      traceparent: event.traceparent,
      basis: { kind: 'unit-result', ...facts },
    });
  }
};
