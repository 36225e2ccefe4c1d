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

/** What a record without a known key corrects: a post of the same person and organisation whose own key did not come any more. */
const takeCorrected = (gone: Post[], draft: PostDraft): Post | undefined => {
  const ofHolder = gone.filter((one) => one.personId === draft.personId && one.organisationId === draft.organisationId);
  // Since the same day it is the same post under another title; under the same title one that is still held, of another day.
  const sinceThen = ofHolder.filter(({ from }) => from === draft.from);
  const found =
    sinceThen.find(({ role }) => role === draft.role) ??
    sinceThen[0] ??
    ofHolder.find(({ title, to }) => title === draft.title && to === null);
  if (found !== undefined) gone.splice(gone.indexOf(found), 1);
  return found;
};

/**
 * The posts that are new or changed by what was received, in full form. A person may hold several posts in one organisation
 * since the same day, so the title is part of the key; a key that nobody knows is that of a post whose own did not come any
 * more, corrected. What did not come stays. Of records with the same key the last one counts.
 */
export const takePosts = (known: readonly Post[], received: readonly PostDraft[]): readonly Post[] => {
  const drafts = new Map(received.map((draft) => [keyOf(draft), draft]));
  const byKey = new Map(known.map((post) => [keyOf(post), post]));
  const gone = Map.groupBy(
    known.filter((post) => !drafts.has(keyOf(post))),
    ({ personId }) => personId,
  );
  const ids = new Set(known.map(({ id }) => id));
  return [...drafts].flatMap(([key, draft]): Post[] => {
    const before = byKey.get(key) ?? takeCorrected(gone.get(draft.personId) ?? [], draft);
    if (before !== undefined) return same(before, draft) ? [] : [{ ...draft, id: before.id }];
    const id = newId(draft, (other) => ids.has(other));
    ids.add(id);
    return [{ ...draft, id }];
  });
};
