// MeasureDecided: HR is due the measure (R3).
import { countyOfEvent } from '#kernel/exchange/county-of-event.ts';
import { makeDelivery } from '../deliveries/make-delivery.ts';
import type { IntegrationReaction } from '../handler.ts';

/** One delivery of the measure. */
export const measureDecided: IntegrationReaction<'cn.jixiao.incentives.MeasureDecided.v1'> = async (event, call) => {
  const { measureId, kind, organisationId, effectFrom, effectTo, ruleSetId, ruleCode, documentId, decidedOn } =
    event.payload;
  const facts = { organisationId, effectFrom, effectTo, ruleSetId, ruleCode, documentId, decidedOn };
  await makeDelivery(call.tx, {
    county: countyOfEvent(event),
    partner: 'hr',
    recordKey: measureId,
    traceparent: event.traceparent,
    basis: { kind: 'measure', measureKind: kind, ...facts },
  });
};
