// Posts: those of given ids, teams and persons, a page of a county's, and storing those that changed.
import { type RawBuilder, type SqlBool, sql, type Transaction } from 'kysely';
import type { PageRequest } from '#kernel/operation/page.ts';
import type { IsoDate } from '#kernel/values/date.ts';
import type { Post } from '../domain/post.ts';
import { postColumns, postOf } from './post-row.ts';
import type { DB } from './tables.ts';

/** Posts that an answer shows of one person or team at most. */
export const postsShownMax = 50;

/** Every post of the county, those that ended among them. */
export const allPosts = async (tx: Transaction<DB>, county: string): Promise<readonly Post[]> => {
  const rows = await tx.selectFrom('post').select(postColumns).where('county', '=', county).orderBy('id').execute();
  return rows.map(postOf);
};

/** The posts of teams that are held on a day, 正职 first. */
export const postsOfTeams = async (
  tx: Transaction<DB>,
  teamIds: readonly string[],
  day: IsoDate,
): Promise<readonly Post[]> => {
  const rows = await tx
    .selectFrom('post')
    .select(postColumns)
    .where(sql<SqlBool>`team_id = any (${teamIds}::uuid[])`)
    .where('held_from', '<=', day)
    .where((where) => where.or([where('held_to', 'is', null), where('held_to', '>', day)]))
    .orderBy('role')
    .orderBy('id')
    .execute();
  return rows.map(postOf);
};

/** The posts of a person under a condition on `post`, the newest first. */
export const postsOfPerson = async (
  tx: Transaction<DB>,
  { county, personId }: { readonly county: string; readonly personId: string },
  condition: RawBuilder<SqlBool>,
): Promise<readonly Post[]> => {
  const rows = await tx
    .selectFrom('post')
    .select(postColumns)
    .where('county', '=', county)
    .where('person_id', '=', personId)
    .where(condition)
    .orderBy('held_from', 'desc')
    .orderBy('id')
    .limit(postsShownMax)
    .execute();
  return rows.map(postOf);
};

/** One post more than the page shows, if there is one, by id. `scope` is a condition on `team`. */
export const listPostsOf = async (
  tx: Transaction<DB>,
  county: string,
  scope: RawBuilder<SqlBool>,
  page: PageRequest,
): Promise<readonly Post[]> => {
  const [after] = page.after ?? [];
  let query = tx
    .selectFrom('post')
    .innerJoin('team', (join) => join.onRef('team.county', '=', 'post.county').onRef('team.id', '=', 'post.team_id'))
    .select(postColumns.map((column) => `post.${column}` as const))
    .where('post.county', '=', county)
    .where(scope);
  if (after !== undefined) query = query.where('post.id', '>', after);
  const rows = await query
    .orderBy('post.id')
    .limit(page.limit + 1)
    .execute();
  return rows.map(postOf);
};

/** Inserts or replaces posts as one set. */
export const savePosts = async (tx: Transaction<DB>, county: string, posts: readonly Post[]): Promise<void> => {
  await sql`
    insert into post (county, id, person_id, organisation_id, team_id, role, title, held_from, held_to)
    select ${county}, id, "personId", "organisationId", "teamId", role, title, "from", "to"
    from jsonb_to_recordset(${JSON.stringify(posts)}::jsonb) as r (id uuid, "personId" uuid, "organisationId" uuid,
      "teamId" uuid, role text, title text, "from" date, "to" date)
    on conflict (county, id) do update set team_id = excluded.team_id, role = excluded.role, title = excluded.title,
      held_from = excluded.held_from, held_to = excluded.held_to`.execute(tx);
};
