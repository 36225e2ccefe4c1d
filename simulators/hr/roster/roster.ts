// The roster of the simulated HR system: fictional teams, persons and posts, made from the place's code, always the same.
import type { components } from '#contracts/generated/partner-hr.ts';
import type { Directory, Place } from '../../directory-data/directory.ts';
import { governmentCode, organisationsOf, partyCode } from '../../directory-data/organisations.ts';
import { even, hashText, mix } from '../../values/noise.ts';
import { birthOf, idNumber, nameOf } from './identities.ts';
import { type Seat, seatsOf } from './seats.ts';

export type Team = components['schemas']['Team'];
export type Person = components['schemas']['Person'];
export type Post = components['schemas']['Post'];

/** The credit code under which this system knows an organisation; null after it was removed from the roster. */
export type KnownAs = (creditCode: string) => { readonly creditCode: string; readonly updatedOn: string } | null;

/** The day on which the roster was last changed before anything was planted. */
export const rosterUpdatedOn = '2024-12-31';
const firstYear = 2021;
const yearsInPost = 4;
const seatDigits = 2;

/** One team with its persons and posts. */
export type TeamRoster = { readonly team: Team; readonly persons: readonly Person[]; readonly posts: readonly Post[] };

const personKey = (place: Place, seat: number): string =>
  `XN-${place.code.slice(0, 9)}-${String(seat + 1).padStart(seatDigits, '0')}`;

const startOf = (hash: number): string => {
  const year = firstYear + Math.floor(even(mix(hash, 31)) * yearsInPost);
  const month = 1 + Math.floor(even(mix(hash, 32)) * 12);
  return `${year}-${String(month).padStart(2, '0')}-01`;
};

/** The properties that all members of a team share. */
type Common = {
  readonly place: Place;
  readonly position: number;
  readonly seed: number;
  readonly party: string;
  readonly government: string;
  readonly names: ReadonlyMap<string, string>;
  readonly updatedOn: string;
};

const memberOf = (
  { place, position, seed, party, government, names, updatedOn }: Common,
  seat: Seat,
  index: number,
): { person: Person; post: Post } => {
  const key = personKey(place, index);
  const hash = mix(seed, hashText(key));
  const { birth, serial, sex } = birthOf(position, index);
  const organisation = seat.organ === 'party' ? party : government;
  const person: Person = {
    A0000: key,
    A0101: nameOf(hash, sex),
    A0104: sex,
    A0107: birth,
    A0184: idNumber(birth, serial),
    A0192A: `${names.get(seat.organ) ?? ''}${seat.title}`,
    A0195: organisation,
    A0163: '1',
    A0165: '04',
    A0221: seat.role === '1' ? '0141' : '0142',
    updatedOn,
  };
  const post: Post = {
    A0000: key,
    A0201B: organisation,
    A0201D: true,
    A0201E: seat.role,
    A0215A: seat.title,
    A0219: true,
    A0243: startOf(hash),
    A0255: '1',
    A0265: null,
    team: party,
    updatedOn,
  };
  return { person, post };
};

/** The team of a township with its members; undefined where the place has no team, or this system does not know its organisations. */
export const teamRosterOf = (
  directory: Directory,
  place: Place,
  seed: number,
  knownAs: KnownAs,
): TeamRoster | undefined => {
  if (place.level !== 'township' || place.kind === 'county') return undefined;
  const [party, government] = [knownAs(partyCode(place.code)), knownAs(governmentCode(place.code))];
  if (party === null || government === null) return undefined;
  const named = organisationsOf(directory, place);
  const names = new Map(named.map(({ kind, name }) => [kind === 'party-committee' ? 'party' : 'government', name]));
  const updatedOn = party.updatedOn > government.updatedOn ? party.updatedOn : government.updatedOn;
  const common: Common = {
    place,
    position: directory.positionOf(place.code),
    seed,
    party: party.creditCode,
    government: government.creditCode,
    names,
    updatedOn,
  };
  const members = seatsOf(place, seed).map((seat, index) => memberOf(common, seat, index));
  return {
    team: { creditCode: party.creditCode, place: place.code, name: `${place.name}党政领导班子`, updatedOn },
    persons: members.map(({ person }) => person),
    posts: members.map(({ post }) => post),
  };
};
