// TeamsPublished: the leading teams of the county, complete, as of a date.

import { countyOfEvent } from '#kernel/exchange/county-of-event.ts';
import type { EvaluationReaction } from '../handler.ts';

/** Replaces the county's teams. Grades that were decided name their teams by id and stay. */
export const knowTeams: EvaluationReaction<'cn.jixiao.integration.TeamsPublished.v1'> = async (event, { tx }) => {
  const county = countyOfEvent(event);
  const { asOf, teams } = event.payload;
  await tx.deleteFrom('team').where('county', '=', county).execute();
  if (teams.length === 0) return;
  await tx
    .insertInto('team')
    .values(
      teams.map(({ teamId, organisationId, placeId, memberCount }) => ({
        county,
        id: teamId,
        organisation_id: organisationId,
        place_id: placeId,
        member_count: memberCount,
        as_of: asOf,
      })),
    )
    .execute();
};
