// Teams: a page of a county's, one by id, their members on a day, and storing those that are new.
import { type RawBuilder, type SqlBool, sql, type Transaction } from 'kysely';
import type { PageRequest } from '#kernel/operation/page.ts';
import type { IsoDate } from '#kernel/values/date.ts';
import type { Team, TeamCount } from '../domain/team.ts';
import type { DB } from './tables.ts';

/** A team as its row holds it. */
export interface TeamRow {
  readonly county: string;
  readonly id: string;
  readonly organisation_id: string;
  readonly place_id: string;
}

const columns = ['county', 'id', 'organisation_id', 'place_id'] as const;

/** One team more than the page shows, if there is one, by id. `scope` is a condition on `team`. */
export const listTeamsOf = (
  tx: Transaction<DB>,
  county: string,
  scope: RawBuilder<SqlBool>,
  page: PageRequest,
): Promise<TeamRow[]> => {
  const [after] = page.after ?? [];
  let query = tx.selectFrom('team').select(columns).where('county', '=', county).where(scope);
  if (after !== undefined) query = query.where('id', '>', after);
  return query
    .orderBy('id')
    .limit(page.limit + 1)
    .execute();
};

/** The team of an id; undefined where the transaction's counties have none. */
export const findTeam = (tx: Transaction<DB>, id: string): Promise<TeamRow | undefined> =>
  tx.selectFrom('team').select(columns).where('id', '=', id).orderBy('county').limit(1).executeTakeFirst();

/** Every team of the county by organisation. */
export const teamsByOrganisation = async (
  tx: Transaction<DB>,
  county: string,
): Promise<ReadonlyMap<string, TeamRow>> => {
  const rows = await tx.selectFrom('team').select(columns).where('county', '=', county).execute();
  return new Map(rows.map((row) => [row.organisation_id, row]));
};

/** Inserts or replaces teams as one set. */
export const saveTeams = async (tx: Transaction<DB>, county: string, teams: readonly Team[]): Promise<void> => {
  await sql`
    insert into team (county, id, organisation_id, place_id)
    select ${county}, id, "organisationId", "placeId"
    from jsonb_to_recordset(${JSON.stringify(teams)}::jsonb) as r (id uuid, "organisationId" uuid, "placeId" uuid)
    on conflict (county, id) do update set place_id = excluded.place_id`.execute(tx);
};

/** All teams of the county with the number of persons who hold a post in them on a day. */
export const countTeams = async (tx: Transaction<DB>, county: string, day: IsoDate): Promise<TeamCount[]> => {
  const { rows } = await sql<TeamCount>`
    select t.id as "teamId", t.organisation_id as "organisationId", t.place_id as "placeId",
      count(distinct p.person_id)::int as "memberCount"
    from team t left join post p on p.county = t.county and p.team_id = t.id
      and p.held_from <= ${day} and (p.held_to is null or p.held_to > ${day})
    where t.county = ${county} group by t.id, t.organisation_id, t.place_id order by t.id`.execute(tx);
  return rows;
};

/** Remembers what is announced of the teams; false where the same was announced last. */
export const rememberTeams = async (tx: Transaction<DB>, county: string, digest: string): Promise<boolean> => {
  const { rows } = await sql`
    insert into teams_announced (county, digest) values (${county}, ${digest})
    on conflict (county) do update set digest = excluded.digest where teams_announced.digest <> excluded.digest
    returning county`.execute(tx);
  return rows.length > 0;
};
