// The keys of persons across a change of them: former ones read, the present one writes.
import type { Transaction } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from '#kernel/config/read.ts';
import { type Database, openDatabase } from '#kernel/database/database.ts';
import { type TestDatabase, testDatabase } from '../../../tests/support/postgres.ts';
import { savePersons } from '../store/persons.ts';
import type { DB } from '../store/tables.ts';
import { integrationVariables } from '../variables.ts';
import { configuredKeys, type PersonKeys } from './keys.ts';
import { type PersonRow, type PlainPerson, personOf, personRow } from './person.ts';

const digits = (fill: string): string => fill.repeat(64);
const whole = {
  JIXIAO_PROVINCE_URL: 'https://data.example.gov.cn',
  JIXIAO_HR_URL: 'https://hr.example.gov.cn',
  JIXIAO_PERSON_ID_KEY: digits('1'),
  JIXIAO_PERSON_INDEX_KEY: digits('2'),
  JIXIAO_PERSON_KEY: digits('a'),
};
const keysOf = (changes: Readonly<Record<string, string>> = {}): PersonKeys =>
  configuredKeys(readConfig(integrationVariables, { ...whole, ...changes }));
const rotated = {
  JIXIAO_PERSON_KEY_NAME: 'k2',
  JIXIAO_PERSON_KEY: digits('b'),
  JIXIAO_PERSON_FORMER_KEYS: `k1=${digits('a')}`,
};

describe('the keys of a configuration', () => {
  test('are one that writes, and all that read', () => {
    const { current, keys } = keysOf({
      ...rotated,
      JIXIAO_PERSON_FORMER_KEYS: `k0=${digits('C')}, k1=${digits('a')}`,
    }).fields;
    expect(current).toBe('k2');
    expect(keys).toEqual(
      new Map([
        ['k0', Buffer.alloc(32, 0xcc)],
        ['k1', Buffer.alloc(32, 0xaa)],
        ['k2', Buffer.alloc(32, 0xbb)],
      ]),
    );
  });

  test.each(['', '  '])('are the present one alone where the former ones are blank: «%s»', (former) => {
    expect([...keysOf({ JIXIAO_PERSON_FORMER_KEYS: former }).fields.keys.keys()]).toEqual(['k1']);
  });

  test.each(['k1', 'k.1', '二〇二五', 'key of 2025'])(
    'may be called %s, first as the present one and then as a former',
    (name) => {
      expect(keysOf({ JIXIAO_PERSON_KEY_NAME: name }).fields.current).toBe(name);
      const { keys } = keysOf({ ...rotated, JIXIAO_PERSON_FORMER_KEYS: `${name}=${digits('a')}` }).fields;
      expect([...keys.keys()]).toEqual([name, 'k2']);
    },
  );

  test.each(['k=1', 'k,1', ' k1', 'k1 ', '', ' '])(
    'may not be called «%s»: no list of former ones could hold it',
    (name) => {
      expect(() => keysOf({ JIXIAO_PERSON_KEY_NAME: name })).toThrow(
        /JIXIAO_PERSON_KEY_NAME .* is not a name without =/,
      );
    },
  );

  test.each([
    ['has no name', digits('d'), /a part, number 1, that is not a name, =, and 64 hexadecimal digits/],
    ['is too short', `k1=${digits('d').slice(1)}`, /a part, number 1,/],
    ['is none', `k1=${digits('d')},`, /a part, number 2,/],
    ['has the name of another', `k1=${digits('d')},k1=${digits('e')}`, /names two keys k1/],
    ['has the name of the present one', `k2=${digits('d')}`, /has a key k2, .* calls the present one: name it anew/],
  ])('are refused when a former one %s, in a sentence that shows no key', (_case, former, sentence) => {
    const reading = (): PersonKeys => keysOf({ ...rotated, JIXIAO_PERSON_FORMER_KEYS: former });
    expect(reading).toThrow(ConfigError);
    expect(reading).toThrow(sentence);
    expect(reading).not.toThrow(/d{8}|e{8}/);
  });
});

describe('a person in the table', () => {
  const county = '330381';
  const known: PlainPerson = {
    id: '5f0c3c3e-52a5-5c8f-9d5e-3f6c1f2b7a10',
    name: '王小明',
    idNumber: '99999919680101001X',
    state: '1',
  };
  const fresh: PlainPerson = { ...known, id: '6f0c3c3e-52a5-5c8f-9d5e-3f6c1f2b7a10', name: '李新' };
  let file: TestDatabase;
  let database: Database<DB>;
  beforeAll(async () => {
    file = await testDatabase();
    const logger = pino({ level: 'silent' });
    database = openDatabase({
      url: file.url('integration'),
      schema: 'integration',
      applicationName: 'keys',
      poolMax: 2,
      logger,
    });
  });
  afterAll(async () => {
    await database.close();
    await file.drop();
  });

  const transact = <T>(work: (tx: Transaction<DB>) => Promise<T>): Promise<T> =>
    database.transact({ counties: [county] }, work);
  const save = (keys: PersonKeys, person: PlainPerson): Promise<void> =>
    transact((tx) => savePersons(tx, [personRow(keys, county, person)]));
  const rowOf = ({ id }: PlainPerson): Promise<PersonRow> =>
    transact((tx) => tx.selectFrom('person').selectAll().where('id', '=', id).executeTakeFirstOrThrow());

  test('is read under its former key, while who comes or changes is written under the present one', async () => {
    const [before, after] = [keysOf(), keysOf(rotated)];
    await save(before, known);
    await save(after, fresh);
    expect(personOf(after, await rowOf(known))).toEqual(known);
    expect((await rowOf(known)).name_cipher).toMatch(/^k1\./);
    expect(personOf(after, await rowOf(fresh))).toEqual(fresh);
    expect((await rowOf(fresh)).name_cipher).toMatch(/^k2\./);
    const married = { ...known, name: '王晓明' };
    await save(after, married);
    expect((await rowOf(known)).name_cipher).toMatch(/^k2\./);
    expect(personOf(after, await rowOf(known))).toEqual(married);
  });

  test('is not read when its key was left out', async () => {
    await save(keysOf(), known);
    const forgetful = keysOf({ JIXIAO_PERSON_KEY_NAME: 'k2', JIXIAO_PERSON_KEY: digits('b') });
    const row = await rowOf(known);
    expect(() => personOf(forgetful, row)).toThrow('PERSON_KEY_UNKNOWN');
  });
});
