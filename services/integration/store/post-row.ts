// A post as its row holds it.
import type { Selectable } from 'kysely';
import { isoDate } from '#kernel/values/date.ts';
import { ownValue } from '#kernel/values/own.ts';
import type { Post, PostRole } from '../domain/post.ts';
import type { Post as PostTable } from './tables.ts';

/** The columns of a post. */
export const postColumns = [
  'id',
  'person_id',
  'organisation_id',
  'team_id',
  'role',
  'title',
  'held_from',
  'held_to',
] as const;

type PostRow = Pick<Selectable<PostTable>, (typeof postColumns)[number]>;

const roles: Readonly<Record<string, PostRole>> = { '1': '1', '3': '3' };

/** The role that a code names; the table's check allows no other than the three. */
export const postRole = (code: string): PostRole => ownValue(roles, code) ?? 'Z';

/** The post of a row. */
export const postOf = (row: PostRow): Post => ({
  id: row.id,
  personId: row.person_id,
  organisationId: row.organisation_id,
  teamId: row.team_id,
  role: postRole(row.role),
  title: row.title,
  from: isoDate(row.held_from),
  to: row.held_to === null ? null : isoDate(row.held_to),
});
