// The records of the HR system: teams, H1 persons and H2 posts. Only what is needed is read (PIPL art 6: least personal data).
import type { IsoDate } from '#kernel/values/date.ts';
import type { PostRole } from '../domain/post.ts';
import type { PersonState } from '../personal/person.ts';
import { type Reading, Unreadable } from './reading.ts';

const placeForm = /^[1-9][0-9]{11}$/;
const creditForm = /^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$/;
const personForm = /^[A-Z0-9-]{8,40}$/;
const idNumberForm = /^[0-9]{17}[0-9X]$/;

/** A team, by the credit code of its party committee. */
export const readTeam = (from: Reading): { readonly creditCode: string; readonly place: string } => ({
  creditCode: from.text('creditCode', creditForm),
  place: from.text('place', placeForm),
});

/** H1: a person. Sex, birth and rank are not taken: nothing here needs them. */
export interface PersonRecord {
  readonly a0000: string;
  readonly name: string;
  readonly idNumber: string;
  readonly state: PersonState;
}

/** H1. */
export const readPerson = (from: Reading): PersonRecord => ({
  a0000: from.text('A0000', personForm),
  name: from.text('A0101'),
  idNumber: from.text('A0184', idNumberForm),
  state: from.oneOf('A0163', ['1', '2', '3', '4', '5'] as const),
});

/** H2: a post, organisation and team named by credit code. */
export interface PostRecord {
  readonly a0000: string;
  readonly organisation: string;
  readonly team: string;
  readonly role: PostRole;
  readonly title: string;
  readonly from: IsoDate;
  readonly to: IsoDate | null;
  /** Whether it makes its holder a member of the team (A0201D). */
  readonly member: boolean;
}

/** H2. A post that is over says since when. */
export const readPost = (from: Reading): PostRecord => ({
  a0000: from.text('A0000', personForm),
  organisation: from.text('A0201B', creditForm),
  team: from.text('team', creditForm),
  role: from.oneOf('A0201E', ['1', '3', 'Z'] as const),
  title: from.text('A0215A'),
  from: from.date('A0243'),
  to: from.oneOf('A0255', ['1', '0'] as const) === '0' ? from.date('A0265') : from.dateOrNull('A0265'),
  member: from.flag('A0201D'),
});

/** The key of the person whom a record of a post is about, where the rest can't be read; undefined where it can't either. */
export const holderOf = (from: Reading): string | undefined => {
  try {
    return from.text('A0000', personForm);
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
};
