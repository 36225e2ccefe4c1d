// The teams that a cycle assesses: those whose place is one of its units.
import { sql, type Transaction } from 'kysely';
import { decimal } from '#kernel/values/decimal.ts';
import type { AssessedTeam } from '../domain/grading/team-grade.ts';
import type { DB } from './tables.ts';

/** A team with the approved result of its unit. */
export type TeamWithResult = AssessedTeam & { readonly organisationId: string; readonly placeId: string };

interface TeamRow {
  readonly team_id: string;
  readonly organisation_id: string;
  readonly place_id: string;
  readonly unit_id: string;
  readonly group_code: string;
  readonly total: string;
  readonly rank: number;
}

/** The assessed teams in the order of their ids, each with its unit's newest result. */
export const assessedTeams = async (tx: Transaction<DB>, cycleId: string): Promise<readonly TeamWithResult[]> => {
  const { rows } = await sql<TeamRow>`
    select distinct on (team.id) team.id as team_id, team.organisation_id, team.place_id, result.unit_id,
      result.group_code, result.total::text, result.rank
    from unit
      join team on team.county = unit.county and team.place_id = unit.place_id
      join unit_result result on result.county = unit.county and result.unit_id = unit.id
    where unit.cycle_id = ${cycleId} order by team.id, result.version desc`.execute(tx);
  return rows.map((row) => ({
    teamId: row.team_id,
    organisationId: row.organisation_id,
    placeId: row.place_id,
    unitId: row.unit_id,
    groupCode: row.group_code,
    total: decimal(row.total),
    rank: row.rank,
  }));
};
