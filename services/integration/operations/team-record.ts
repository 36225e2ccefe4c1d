// A team with its posts as the contract shows it: ids only.
import type { components } from '#contracts/generated/integration.ts';
import type { Post } from '../domain/post.ts';
import { postsShownMax } from '../store/posts.ts';
import type { TeamRow } from '../store/teams.ts';

/** The record of a team; `posts` may hold those of other teams too. */
export const teamRecord = (row: TeamRow, posts: readonly Post[]): components['schemas']['Team'] => ({
  id: row.id,
  county: row.county,
  organisationId: row.organisation_id,
  placeId: row.place_id,
  posts: posts.filter(({ teamId }) => teamId === row.id).slice(0, postsShownMax),
});
