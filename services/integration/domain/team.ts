// Leading teams and posts as the HR system tells of them, by ids only.
import type { IsoDate } from '#kernel/values/date.ts';
import { businessId } from '#kernel/values/identifier.ts';

/** A0201E (ZB129): 1 正职, 3 副职, Z 其他. */
export type PostRole = '1' | '3' | 'Z';

/** A team: that of the party committee of a place. */
export interface Team {
  readonly id: string;
  readonly organisationId: string;
  readonly placeId: string;
}

/** A post. `to` is the first day on which it is not held any more. */
export interface Post {
  readonly id: string;
  readonly personId: string;
  readonly organisationId: string;
  readonly teamId: string;
  readonly role: PostRole;
  readonly title: string;
  readonly from: IsoDate;
  readonly to: IsoDate | null;
}

/** The id of the team of an organisation. */
export const teamId = (organisationId: string): string => businessId('team', organisationId);

/** The id of a post: who, where, as what, since when. */
export const postId = (post: Pick<Post, 'personId' | 'organisationId' | 'title' | 'from'>): string =>
  businessId('post', post.personId, post.organisationId, post.title, post.from);

const samePost = (a: Post, b: Post): boolean =>
  a.teamId === b.teamId && a.role === b.role && a.to === b.to && a.id === b.id;

/** The posts that are new or changed. */
export const changedPosts = (known: ReadonlyMap<string, Post>, received: readonly Post[]): readonly Post[] =>
  received.filter((post) => {
    const before = known.get(post.id);
    return before === undefined || !samePost(before, post);
  });

/** A team with the number of its members on a day. */
export interface TeamCount {
  readonly teamId: string;
  readonly organisationId: string;
  readonly placeId: string;
  readonly memberCount: number;
}
