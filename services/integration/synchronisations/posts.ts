// H2: the leading teams, then the posts in them; what is announced is the teams with their numbers of members.
import { digestOf } from '#kernel/values/canonical-json.ts';
import { personId } from '#kernel/values/identifier.ts';
import { type PostDraft, takePosts } from '../domain/post.ts';
import { type Team, teamId } from '../domain/team.ts';
import { holderOf, type PostRecord, readPost, readTeam } from '../partners/hr-records.ts';
import type { Reading } from '../partners/reading.ts';
import { allOrganisations } from '../store/organisations.ts';
import { allPosts, savePosts } from '../store/posts.ts';
import { countTeams, rememberTeams, saveTeams, teamsByOrganisation } from '../store/teams.ts';
import { collectRecords } from './collect-records.ts';
import {
  appendWorkerEvent,
  type SynchronisationContext,
  type SynchronisationResult,
  type Synchronise,
  todayOf,
} from './context.ts';

/** How partners' credit codes become ids. */
interface Known {
  readonly organisations: ReadonlyMap<string, { readonly id: string; readonly placeId: string }>;
  /** Organisation id → its team is known. */
  readonly teams: ReadonlySet<string>;
}

const synchroniseTeams = async (context: SynchronisationContext): Promise<SynchronisationResult & { known: Known }> => {
  const { deps, synchronisation, signal, logger } = context;
  const { county } = synchronisation;
  const received = await collectRecords(deps.hr.pages('/teams', { under: county }, signal), readTeam, logger);
  return context.transact(async (tx) => {
    const all = await allOrganisations(tx, county);
    const organisations = new Map(all.map((one) => [one.creditCode, { id: one.id, placeId: one.placeId }]));
    const before = await teamsByOrganisation(tx, county);
    const given = received.records.flatMap(({ creditCode }): Team[] => {
      const organisation = organisations.get(creditCode);
      if (organisation === undefined) return [];
      const { id: organisationId, placeId } = organisation;
      return [{ id: teamId(organisationId), organisationId, placeId }];
    });
    const changed = given.filter(({ organisationId, placeId }) => before.get(organisationId)?.place_id !== placeId);
    if (changed.length > 0) await saveTeams(tx, county, changed);
    const teams = new Set([...before.keys(), ...given.map(({ organisationId }) => organisationId)]);
    return {
      received: received.records.length + received.refused,
      refused: received.refused + received.records.length - given.length,
      known: { organisations, teams },
    };
  });
};

/** The post of a record; undefined where its organisation or its team is not known. */
const postOf = (record: PostRecord, known: Known, personKey: Uint8Array): PostDraft | undefined => {
  const organisation = known.organisations.get(record.organisation);
  const team = known.organisations.get(record.team);
  if (organisation === undefined || team === undefined || !known.teams.has(team.id)) return undefined;
  const { role, title, from, to } = record;
  const holder = { personId: personId(personKey, record.a0000), organisationId: organisation.id };
  return { ...holder, teamId: teamId(team.id), role, title, from, to };
};

/** Reads posts, and tells whose records can't be read: undefined where that can't be read either. */
const readPostOr =
  (refusedFor: (a0000: string | undefined) => void) =>
  (from: Reading): PostRecord => {
    try {
      return readPost(from);
    } catch (error) {
      refusedFor(holderOf(from));
      throw error;
    }
  };

/** Takes the whole list, since a corrected title shows only by the one that did not come. */
const synchroniseTeamPosts = async (context: SynchronisationContext, known: Known): Promise<SynchronisationResult> => {
  const { deps, synchronisation, signal, logger } = context;
  const { county } = synchronisation;
  // The persons of refused records; undefined among them where it is not known whose one was.
  const holders = new Set<string | undefined>();
  const refusedFor = (a0000: string | undefined): void =>
    void holders.add(a0000 === undefined ? undefined : personId(deps.keys.personId, a0000));
  const pages = deps.hr.pages('/posts', { under: county }, signal);
  const received = await collectRecords(pages, readPostOr(refusedFor), logger);
  // A post outside the leading team is none of ours: it is passed over, not refused.
  const members = received.records.filter(({ member }) => member);
  const drafts = members.flatMap((record): PostDraft[] => {
    const post = postOf(record, known, deps.keys.personId);
    if (post === undefined) refusedFor(record.a0000);
    return post === undefined ? [] : [post];
  });
  const isUncertain = (person: string): boolean => holders.has(undefined) || holders.has(person);
  const withheld = await context.transact(async (tx) => {
    const taken = takePosts(await allPosts(tx, county), { drafts, isUncertain });
    if (taken.changed.length > 0) await savePosts(tx, county, taken.changed);
    return taken.withheld;
  });
  if (withheld > 0) logger.warn({ withheld }, 'posts may be corrections of refused ones, and are withheld');
  return {
    received: received.records.length + received.refused,
    refused: received.refused + members.length - drafts.length + withheld,
  };
};

const announceTeams = (context: SynchronisationContext): Promise<void> =>
  context.transact(async (tx) => {
    const { county } = context.synchronisation;
    const asOf = await todayOf(tx, county);
    const teams = await countTeams(tx, county, asOf);
    if (teams.length === 0 || !(await rememberTeams(tx, county, digestOf(teams)))) return;
    const payload = { asOf, teams };
    const event = { type: 'cn.jixiao.integration.TeamsPublished.v1', key: county, payload } as const;
    await appendWorkerEvent(tx, event, context.synchronisation);
  });

/** Teams whose organisation is not known, and posts in them, are refused; what did not come stays as it was. */
export const synchronisePosts: Synchronise = async (context) => {
  const teams = await synchroniseTeams(context);
  const posts = await synchroniseTeamPosts(context, teams.known);
  await announceTeams(context);
  return { received: teams.received + posts.received, refused: teams.refused + posts.refused };
};
