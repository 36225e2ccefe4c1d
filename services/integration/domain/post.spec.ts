// Posts: one a person, organisation, title and first day; what is corrected stays the post that it was.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoDate } from '#kernel/values/date.ts';
import { type Post, type PostDraft, takePosts } from './post.ts';

const whole = (drafts: readonly PostDraft[]) => ({ drafts, isUncertain: () => false });

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
    const changed = new Map(takePosts(known, whole(list)).changed.map((post) => [post.id, post]));
    const kept = known.filter(({ id }) => !changed.has(id));
    return [...kept, ...changed.values()];
  }, []);

describe('a post', () => {
  it('that comes again as it is known is not written', () => {
    expect(takePosts(after([draft()]), whole([draft()]))).toEqual({ changed: [], withheld: 0 });
  });

  it('that ended stays the same post', () => {
    const [known] = after([draft()]);
    expect(takePosts(after([draft()]), whole([draft(over)])).changed).toEqual([{ ...draft(over), id: known?.id }]);
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

describe('a list of which a record was refused', () => {
  const refusedOf = (personId: string) => (other: string) => other === personId;

  it('does not take the post of the refused record for one that was corrected', () => {
    const known = after([draft(), draft({ title: '武装部部长' })]);
    const other = draft({ title: '纪委书记' });
    // The record of 武装部部长 was refused: a new title since the same day may be beside it or in its place.
    const taken = takePosts(known, { drafts: [draft(), other], isUncertain: refusedOf('person-1') });
    expect(taken).toEqual({ changed: [], withheld: 1 });
  });

  it('still brings what is known by its key, what corrects nothing, and what is of other persons', () => {
    const known = after([draft(), draft({ personId: 'person-2' })]);
    const drafts = [
      draft(over),
      draft({ organisationId: 'government' }),
      draft({ personId: 'person-2', title: '副书记' }),
    ];
    const taken = takePosts(known, { drafts, isUncertain: refusedOf('person-1') });
    expect(taken).toMatchObject({ withheld: 0 });
    expect(taken.changed).toHaveLength(3);
  });
});

describe('the order of a list', () => {
  it('leaves each post its role although a surer correction comes later', () => {
    const known = after([draft({ title: '书记', role: '1' }), draft({ title: '委员', role: '3' })]);
    const corrected = [draft({ title: '其他', role: 'Z' }), draft({ title: '党委书记', role: '1' })];
    const titles = (list: readonly PostDraft[]) =>
      takePosts(known, whole(list)).changed.map(({ id, title }) => [id, title] as const);
    expect(titles(corrected)).toEqual(titles(corrected.toReversed()));
    expect(new Map(titles(corrected)).get(known.find(({ role }) => role === '1')?.id ?? '')).toBe('党委书记');
  });

  it('changes nothing in what is taken', () => {
    const post = fc.record({
      personId: fc.constantFrom('person-1', 'person-2'),
      organisationId: fc.constantFrom('party', 'government'),
      role: fc.constantFrom('1' as const, '3' as const, 'Z' as const),
      title: fc.constantFrom('书记', '委员', '副书记'),
      from: fc.constantFrom(isoDate('2022-03-01'), second),
      to: fc.constantFrom(null, over.to),
    });
    const key = ({ personId, organisationId, title, from }: Partial<PostDraft>) =>
      [personId, organisationId, title, from].join(' ');
    const list = fc.uniqueArray(post.map(draft), { selector: key, maxLength: 8 });
    const twice = list.chain((received) =>
      fc.tuple(fc.constant(received), fc.shuffledSubarray(received, { minLength: received.length })),
    );
    fc.assert(
      fc.property(list, twice, (first, [received, shuffled]) => {
        const known = after(first);
        expect(takePosts(known.toReversed(), whole(shuffled))).toEqual(takePosts(known, whole(received)));
      }),
    );
  });
});
