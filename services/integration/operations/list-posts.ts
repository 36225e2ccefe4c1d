// listPosts.
import { sql } from 'kysely';
import { paged, pageOf } from '#kernel/operation/page.ts';
import { compileScope } from '#kernel/scope/scope.ts';
import type { IntegrationHandler } from '../handler.ts';
import { listPostsOf } from '../store/posts.ts';

/** The posts of a county, past and present, by id, as far as the places of their teams lie in the caller's scope today. */
export const listPosts: IntegrationHandler<'listPosts'> = async ({ query }, call) => {
  const page = pageOf(query, ['id']);
  const day = await call.today(query.county);
  const scope = compileScope(call.caller, { place: sql.ref('team.place_id'), date: sql`${day}::date` });
  const rows = await listPostsOf(call.tx, query.county, scope, page);
  const body = paged(
    rows,
    page,
    (post) => [post.id],
    (post) => post,
  );
  return { status: 200, body };
};
