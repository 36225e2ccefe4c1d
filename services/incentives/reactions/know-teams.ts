// TeamsPublished: the county's teams and how many members each has, complete.
import { countyOfEvent } from '#kernel/exchange/county-of-event.ts';
import type { IncentivesReaction } from '../handler.ts';
import { replaceKnownTeams } from '../store/known-teams.ts';

/** The fact that a decision on grades waits for before the first list of teams arrived: its key is the county. */
export const teamsKnownFact = 'cn.jixiao.integration.TeamsPublished.v1';

/** Replaces what is known of the county's teams. A team without members has an unknown number, not zero. */
export const knowTeams: IncentivesReaction<'cn.jixiao.integration.TeamsPublished.v1'> = async (event, call) => {
  const county = countyOfEvent(event);
  const teams = event.payload.teams.map(({ teamId, organisationId, placeId, memberCount }) => ({
    teamId,
    organisationId,
    placeId,
    memberCount: memberCount === 0 ? null : memberCount,
  }));
  await replaceKnownTeams(call.tx, county, teams);
  await call.arrived({ type: teamsKnownFact, key: county });
};
