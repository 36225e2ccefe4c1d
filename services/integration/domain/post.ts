// Posts as the HR system tells of them: an id of their own, which a corrected title or day does not change.
import type { IsoDate } from '#kernel/values/date.ts';
import { businessId } from '#kernel/values/identifier.ts';

/** A0201E (ZB129): 1 正职, 3 副职, Z 其他. */
export type PostRole = '1' | '3' | 'Z';

/** A post as data set H2 gives it, its person, organisation and team resolved. */
export interface PostDraft {
  readonly personId: string;
  readonly organisationId: string;
  readonly teamId: string;
  readonly role: PostRole;
  readonly title: string;
  readonly from: IsoDate;
  /** The first day on which it is not held any more. */
  readonly to: IsoDate | null;
}

/** A post as it is known. */
export interface Post extends PostDraft {
  readonly id: string;
}

/** By what the HR system keys a post: who, where, as what, since when (H2: A0000, A0201B, A0215A, A0243). */
const keyOf = ({ personId, organisationId, title, from }: PostDraft): string =>
  JSON.stringify([personId, organisationId, title, from]);

/** The id of a post: made of the key under which it first came; a number follows where a post that was corrected since has it. */
const newId = (draft: PostDraft, isTaken: (id: string) => boolean): string => {
  const parts = [draft.personId, draft.organisationId, draft.title, draft.from] as const;
  let id = businessId('post', ...parts);
  for (let number = 2; isTaken(id); number += 1) id = businessId('post', ...parts, String(number));
  return id;
};

const same = (known: Post, draft: PostDraft): boolean =>
  keyOf(known) === keyOf(draft) && known.teamId === draft.teamId && known.role === draft.role && known.to === draft.to;

/** When a record without a known key is a known post, corrected; the surest reason first. */
const corrections: readonly ((known: Post, draft: PostDraft) => boolean)[] = [
  // Since the same day it is the same post under another title.
  (known, draft) => known.from === draft.from && known.role === draft.role,
  (known, draft) => known.from === draft.from,
  // Under the same title it is one that is still held, of another day.
  (known, draft) => known.title === draft.title && known.to === null,
];

const holderOf = ({ personId, organisationId }: PostDraft): string => JSON.stringify([personId, organisationId]);

/**
 * What each record without a known key corrects: a post of the same person and organisation whose own key did not come any more.
 * Each post and each record is taken once, by the surest reason, whatever the order in which they came.
 */
const correctedBy = (gone: readonly Post[], drafts: readonly PostDraft[]): ReadonlyMap<PostDraft, Post> => {
  const left = Map.groupBy(gone, holderOf);
  const found = new Map<PostDraft, Post>();
  for (const isCorrection of corrections) {
    for (const draft of drafts) {
      if (found.has(draft)) continue;
      const ofHolder = left.get(holderOf(draft)) ?? [];
      const index = ofHolder.findIndex((known) => isCorrection(known, draft));
      const [known] = index < 0 ? [] : ofHolder.splice(index, 1);
      if (known !== undefined) found.set(draft, known);
    }
  }
  return found;
};

/** What was received of posts. */
export interface ReceivedPosts {
  /** Of records with the same key the last one counts. */
  readonly drafts: readonly PostDraft[];
  /** Whether a record of the person may have been refused: then what did not come may be just that. */
  readonly isUncertain: (personId: string) => boolean;
}

/** What is to be stored, and how many records could not be told from a post whose record was refused. */
export interface TakenPosts {
  readonly changed: readonly Post[];
  readonly withheld: number;
}

const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The posts that are new or changed by what was received, in full form, in the order of their keys. A person may hold several
 * posts in one organisation since the same day, so the title is part of the key; a key that nobody knows is that of a post whose
 * own did not come any more, corrected. What did not come stays. Where a record of the person was refused, nobody knows whether
 * its post is gone: a record that would correct it is withheld until the list comes whole.
 */
export const takePosts = (known: readonly Post[], { drafts, isUncertain }: ReceivedPosts): TakenPosts => {
  const received = new Map(
    [...new Map(drafts.map((draft) => [keyOf(draft), draft]))].sort(([a], [b]) => inOrder(a, b)),
  );
  const byKey = new Map(known.map((post) => [keyOf(post), post]));
  const gone = known.filter((post) => !received.has(keyOf(post))).sort((a, b) => inOrder(keyOf(a), keyOf(b)));
  const unknown = [...received].flatMap(([key, draft]) => (byKey.has(key) ? [] : [draft]));
  const corrected = correctedBy(gone, unknown);
  const ids = new Set(known.map(({ id }) => id));
  const changed: Post[] = [];
  let withheld = 0;
  for (const [key, draft] of received) {
    const before = byKey.get(key) ?? corrected.get(draft);
    if (corrected.has(draft) && isUncertain(draft.personId)) {
      withheld += 1;
      continue;
    }
    if (before !== undefined && same(before, draft)) continue;
    const id = before?.id ?? newId(draft, (other) => ids.has(other));
    ids.add(id);
    changed.push({ ...draft, id });
  }
  return { changed, withheld };
};
