// Posts: one a person, organisation, title and first day; what is corrected stays the post that it was.
import { describe, expect, it } from 'vitest';
import { isoDate } from '#kernel/values/date.ts';
import { type Post, type PostDraft, takePosts } from './post.ts';

const draft = (more: Partial<PostDraft> = {}): PostDraft => ({
  personId: 'person-1',
  organisationId: 'party',
  teamId: 'team',
  role: '3',
  title: '党委副书记',
  from: isoDate('2022-03-01'),
  to: null,
  ...more,
});
const second = isoDate('2023-01-01');
const over = { to: isoDate('2024-06-01') };

/** What is known after lists came, one after another. */
const after = (...lists: readonly (readonly PostDraft[])[]): readonly Post[] =>
  lists.reduce<readonly Post[]>((known, list) => {
    const changed = new Map(takePosts(known, list).map((post) => [post.id, post]));
    const kept = known.filter(({ id }) => !changed.has(id));
    return [...kept, ...changed.values()];
  }, []);

describe('a post', () => {
  it('that comes again as it is known is not written', () => {
    expect(takePosts(after([draft()]), [draft()])).toEqual([]);
  });

  it('that ended stays the same post', () => {
    const [known] = after([draft()]);
    expect(takePosts(after([draft()]), [draft(over)])).toEqual([{ ...draft(over), id: known?.id }]);
  });

  const corrections: readonly [string, Partial<PostDraft>][] = [
    ['title', { title: '党委副书记、政法委员' }],
    ['title and role', { title: '党委书记', role: '1' }],
    ['role', { role: '1' }],
    ['first day', { from: second }],
    ['title, after it ended', { title: '副书记', ...over }],
  ];
  it.each(corrections)('whose %s was corrected ends as one', (_, corrected) => {
    const [known] = after([draft()]);
    expect(after([draft()], [draft(corrected)])).toEqual([{ ...draft(corrected), id: known?.id }]);
  });

  it('whose title was corrected and corrected back is the one that it was', () => {
    expect(after([draft()], [draft({ title: '副书记' })], [draft()])).toEqual(after([draft()]));
  });

  it('stays where it does not come any more and nothing comes in its place', () => {
    expect(after([draft()], [])).toEqual(after([draft()]));
  });
});

describe('another post of the same person', () => {
  const others: readonly [string, Partial<PostDraft>][] = [
    ['in another organisation since the same day', { organisationId: 'government' }],
    ['under another title since the same day', { title: '武装部部长' }],
    ['under the same title since another day', { from: second }],
  ];
  it.each(others)('%s stands beside the first, which comes too', (_, other) => {
    expect(after([draft()], [draft(), draft(other)])).toHaveLength(2);
  });

  it('under another title since another day is new, although the first does not come any more', () => {
    expect(after([draft()], [draft({ title: '党委书记', role: '1', from: second })])).toHaveLength(2);
  });

  it('under the title of one that was over long ago is new', () => {
    expect(after([draft(over)], [draft({ from: second })])).toHaveLength(2);
  });

  it('of which two were corrected at once keeps each its role', () => {
    const [chief, deputy] = [draft({ title: '书记', role: '1' }), draft({ title: '委员' })];
    const known = after([chief, deputy]);
    const corrected = after([chief, deputy], [draft({ title: '党委委员' }), draft({ title: '党委书记', role: '1' })]);
    const roles = (posts: readonly Post[]) => new Map(posts.map(({ id, role }) => [id, role]));
    expect(roles(corrected)).toEqual(roles(known));
  });

  it('under the title that the first had before it was corrected has an id of its own', () => {
    const posts = after([draft()], [draft({ title: '副书记' })], [draft({ title: '副书记' }), draft()]);
    expect(new Set(posts.map(({ id }) => id)).size).toBe(2);
    expect(posts.map(({ title }) => title).toSorted()).toEqual(['党委副书记', '副书记'].toSorted());
  });
});

describe('another person', () => {
  it('under the title of one who does not come any more is new', () => {
    expect(after([draft()], [draft({ personId: 'person-2' })])).toHaveLength(2);
  });
});

it('of records with the same key the last one counts', () => {
  expect(after([draft(), draft(over)])).toMatchObject([over]);
});
