// listTeams.
import { sql } from 'kysely';
import { paged, pageOf } from '#kernel/operation/page.ts';
import { compileScope } from '#kernel/scope/scope.ts';
import type { IntegrationHandler } from '../handler.ts';
import { postsOfTeams } from '../store/posts.ts';
import { listTeamsOf } from '../store/teams.ts';
import { dayOf } from './day-of.ts';
import { teamRecord } from './team-record.ts';

/** The teams of a county with the posts that are held on a day, as far as their places lie in the caller's scope. */
export const listTeams: IntegrationHandler<'listTeams'> = async ({ query }, call) => {
  const page = pageOf(query, ['id']);
  const day = await dayOf(call, query.county, query.asOf);
  const scope = compileScope(call.caller, { place: sql.ref('team.place_id'), date: sql`${day}::date` });
  const rows = await listTeamsOf(call.tx, query.county, scope, page);
  const ids = rows.map(({ id }) => id);
  const posts = await postsOfTeams(call.tx, ids, day);
  const body = paged(
    rows,
    page,
    (row) => [row.id],
    (row) => teamRecord(row, posts),
  );
  return { status: 200, body };
};
