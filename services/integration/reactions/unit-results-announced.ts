// UnitResultsAnnounced: the province is due each unit's result (P8); a worker puts them there.
import { makeDelivery } from '../deliveries/make-delivery.ts';
import type { IntegrationReaction } from '../handler.ts';
import { countyOfEvent } from './county-of.ts';

/** One delivery a unit, in the order of the event. */
export const unitResultsAnnounced: IntegrationReaction<'cn.jixiao.evaluation.UnitResultsAnnounced.v1'> = async (
  event,
  call,
) => {
  const county = countyOfEvent(event);
  const { cycleId, year, documentId, announcedOn, results } = event.payload;
  for (const { unitResultId, placeId, total, groupCode, rank } of results) {
    const facts = { cycleId, year, placeId, total, groupCode, rank, documentId, announcedOn };
    await makeDelivery(call.tx, {
      county,
      partner: 'province',
      recordKey: unitResultId,
      basis: { kind: 'unit-result', ...facts },
    });
  }
};
