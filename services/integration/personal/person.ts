// A person as the encrypted table holds it, and as it is when read.
import type { Selectable } from 'kysely';
import type { Person } from '../store/tables.ts';
import { idNumberIndex, nameIndex } from './blind-index.ts';
import { decryptField, encryptField } from './field-cipher.ts';
import type { PersonKeys } from './keys.ts';

/** A0163 (ZB126): 1 现职, 2 离退, 3 调出, 4 已去世, 5 其他. */
export type PersonState = '1' | '2' | '3' | '4' | '5';

/** A person in plain text: it lives in memory only. */
export interface PlainPerson {
  readonly id: string;
  readonly name: string;
  readonly idNumber: string;
  readonly state: PersonState;
}

/** The row of a person. */
export type PersonRow = Selectable<Person>;

/** What of a person can be compared without decrypting it. */
export type PersonIndexes = Pick<PersonRow, 'id' | 'name_index' | 'id_number_index' | 'state'>;

/** The indexes of a person. */
export const indexesOf = (keys: PersonKeys, person: PlainPerson): PersonIndexes => ({
  id: person.id,
  name_index: nameIndex(keys.blindIndex, person.name),
  id_number_index: idNumberIndex(keys.blindIndex, person.idNumber),
  state: person.state,
});

/** Whether a person is known so already: an unchanged one is not encrypted and written again. */
export const isSame = (known: PersonIndexes | undefined, given: PersonIndexes): boolean =>
  known !== undefined &&
  known.state === given.state &&
  known.name_index.equals(given.name_index) &&
  known.id_number_index.equals(given.id_number_index);

/** The row of a person, encrypted. */
export const personRow = (keys: PersonKeys, county: string, person: PlainPerson): PersonRow => ({
  ...indexesOf(keys, person),
  county,
  name_cipher: encryptField(keys.fields, { county, id: person.id, field: 'name' }, person.name),
  id_number_cipher: encryptField(keys.fields, { county, id: person.id, field: 'idNumber' }, person.idNumber),
});

const states: readonly string[] = ['1', '2', '3', '4', '5'];
const isState = (text: string): text is PersonState => states.includes(text);

/** The person of a row. PERSON_KEY_UNKNOWN where a key is not configured. */
export const personOf = (keys: PersonKeys, row: PersonRow): PlainPerson => ({
  id: row.id,
  name: decryptField(keys.fields, { county: row.county, id: row.id, field: 'name' }, row.name_cipher),
  idNumber: decryptField(keys.fields, { county: row.county, id: row.id, field: 'idNumber' }, row.id_number_cipher),
  // The table's check allows no other state.
  state: isState(row.state) ? row.state : '5',
});
