// TeamGradesDecided: HR is due a team result (R2) for each team.
import { countyOfEvent } from '#kernel/exchange/county-of-event.ts';
import { makeDelivery } from '../deliveries/make-delivery.ts';
import type { IntegrationReaction } from '../handler.ts';

/** One delivery a team, in the order of the event. */
export const teamGradesDecided: IntegrationReaction<'cn.jixiao.evaluation.TeamGradesDecided.v1'> = async (
  event,
  call,
) => {
  const county = countyOfEvent(event);
  const { traceparent } = event;
  const { year, documentId, decidedOn, grades } = event.payload;
  for (const { teamGradeId, organisationId, decidedGrade } of grades) {
    const basis = { kind: 'team-result', year, organisationId, grade: decidedGrade, documentId, decidedOn } as const;
    await makeDelivery(call.tx, { county, partner: 'hr', recordKey: teamGradeId, basis, traceparent });
  }
};
