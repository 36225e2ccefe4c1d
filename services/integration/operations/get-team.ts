// getTeam.
import { problem } from '#kernel/problem/problem.ts';
import { isInScope } from '#kernel/scope/scope.ts';
import type { IntegrationHandler } from '../handler.ts';
import { postsOfTeams } from '../store/posts.ts';
import { findTeam } from '../store/teams.ts';
import { dayOf } from './day-of.ts';
import { teamRecord } from './team-record.ts';

/** One team with the posts that are held on a day. NOT_FOUND also for another county's and outside the caller's scope. */
export const getTeam: IntegrationHandler<'getTeam'> = async ({ path, query }, call) => {
  const notFound = problem('NOT_FOUND', { what: '领导班子' });
  const row = await findTeam(call.tx, path.teamId);
  if (row === undefined) throw notFound;
  const day = await dayOf(call, row.county, query.asOf);
  if (!(await isInScope(call.tx, call.caller, row.place_id, day))) throw notFound;
  return { status: 200, body: teamRecord(row, await postsOfTeams(call.tx, [row.id], day)) };
};
