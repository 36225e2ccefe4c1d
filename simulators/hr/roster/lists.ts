// Teams, persons and posts are made team by team, in the order of the places' codes.
import type { Directory } from '../../directory-data/directory.ts';
import { type KnownAs, type Person, type Post, type Team, type TeamRoster, teamRosterOf } from './roster.ts';

export type RosterSource = { readonly directory: Directory; readonly seed: number; readonly knownAs: KnownAs };

export type RosterSelection = {
  readonly under: string | undefined;
  readonly changedSince?: string | undefined;
  /** The caller's last record: its place and its number in the team. */
  readonly after?: { readonly place: string; readonly number: number } | undefined;
};

/** A record with its key for the cursor. */
export type Listed<T> = { readonly record: T; readonly key: string };

const rosters = function* (
  { directory, seed, knownAs }: RosterSource,
  { under, changedSince = '', after }: RosterSelection,
): Generator<{ readonly place: string; readonly roster: TeamRoster }> {
  const places = under === undefined ? directory.places : directory.under(under);
  for (const place of places) {
    if (after !== undefined && place.code < after.place) continue;
    const roster = teamRosterOf(directory, place, seed, knownAs);
    if (roster !== undefined && roster.team.updatedOn >= changedSince) yield { place: place.code, roster };
  }
};

const listed = function* <T>(
  source: RosterSource,
  selection: RosterSelection,
  recordsOf: (roster: TeamRoster) => readonly T[],
): Generator<Listed<T>> {
  const { after } = selection;
  for (const { place, roster } of rosters(source, selection))
    for (const [number, record] of recordsOf(roster).entries())
      if (after === undefined || place > after.place || number > after.number)
        yield { record, key: `${place} ${number}` };
};

export const teams = (source: RosterSource, selection: RosterSelection): Generator<Listed<Team>> =>
  listed(source, selection, ({ team }) => [team]);

export const persons = (source: RosterSource, selection: RosterSelection): Generator<Listed<Person>> =>
  listed(source, selection, (roster) => roster.persons);

export const posts = (source: RosterSource, selection: RosterSelection): Generator<Listed<Post>> =>
  listed(source, selection, (roster) => roster.posts);
