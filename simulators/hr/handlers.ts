// The operations of the simulated HR system.
import type { operations } from '#contracts/generated/partner-hr.ts';
import type { Handlers } from '../http/handlers.ts';
import { fromCursor, recordsOf, takePage } from '../http/paging.ts';
import { listDigest } from '../values/digest.ts';
import { type Listed, persons, posts, type RosterSelection, type RosterSource, teams } from './roster/lists.ts';

const limitDefault = 200;
const rosterKey = /^(?<place>\d{12}) (?<number>\d{1,3})$/;

type Query = {
  readonly under?: string;
  readonly changedSince?: string;
  readonly cursor?: string;
  readonly limit?: number;
};

const page = <T>(
  list: (source: RosterSource, selection: RosterSelection) => Iterable<Listed<T>>,
  source: RosterSource,
  { under, changedSince, cursor, limit = limitDefault }: Query,
): { status: 200; body: { records: T[]; next: string | null } } => {
  const groups = fromCursor(cursor, rosterKey)?.groups;
  const after = groups === undefined ? undefined : { place: groups['place'] ?? '', number: Number(groups['number']) };
  const { records, next } = takePage(list(source, { under, changedSince, after }), limit, ({ key }) => key);
  return { status: 200, body: { records: records.map(({ record }) => record), next } };
};

/** One handler for each operation of contracts/partners/hr.yaml. */
export const hrHandlers = (source: RosterSource): Handlers<operations> => ({
  listTeams: ({ query }) => page(teams, source, query),
  listPersons: ({ query }) => page(persons, source, query),
  listPosts: ({ query }) => page(posts, source, query),
  getDataSetDigest: ({ path: { dataSet }, query: { under } }) => {
    const lists = { H1: persons, H2: posts, teams };
    const records: Iterable<unknown> = recordsOf<unknown>(lists[dataSet](source, { under }));
    return { status: 200, body: { dataSet, ...listDigest(records) } };
  },
});
