// The teams of a county as integration last announced them: a complete list.
import type { Transaction } from 'kysely';
import type { DB } from './tables.ts';

/** A team; the number of its members is null where HR named none. */
export interface KnownTeam {
  readonly teamId: string;
  readonly organisationId: string;
  readonly placeId: string;
  readonly memberCount: number | null;
}

/** Replaces the list of a county. */
export const replaceKnownTeams = async (
  tx: Transaction<DB>,
  county: string,
  teams: readonly KnownTeam[],
): Promise<void> => {
  await tx.deleteFrom('known_team').where('county', '=', county).execute();
  if (teams.length === 0) return;
  const rows = teams.map((team) => ({
    county,
    team_id: team.teamId,
    organisation_id: team.organisationId,
    place_id: team.placeId,
    member_count: team.memberCount,
  }));
  await tx.insertInto('known_team').values(rows).execute();
};

/** The known numbers of members by team; undefined before the first list arrived. */
export const findMemberCounts = async (
  tx: Transaction<DB>,
  county: string,
): Promise<ReadonlyMap<string, number> | undefined> => {
  const rows = await tx
    .selectFrom('known_team')
    .select(['team_id', 'member_count'])
    .where('county', '=', county)
    .execute();
  if (rows.length === 0) return undefined;
  return new Map(rows.flatMap((row) => (row.member_count === null ? [] : [[row.team_id, row.member_count]])));
};
