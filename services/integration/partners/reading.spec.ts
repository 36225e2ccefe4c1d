// Records of partners, read tolerantly (E19): what is needed is checked, and no value of a refused record is repeated.
import { describe, expect, test } from 'vitest';
import { readPerson, readPost } from './hr-records.ts';
import { readElement, readOrganisation, readPlace, readReceipt } from './province-records.ts';
import { type Reading, readingOf, readRecords } from './reading.ts';

const place = {
  place: '330381101000',
  code: '330381101000',
  name: '塘下镇',
  kind: 'town',
  parent: '330381000000',
  validFrom: '2023-06-30',
  validTo: null,
  successors: [],
  document: null,
};
const person = { A0000: 'XN-330381101-01', A0101: '王小明（虚构）', A0184: '99999919680101001X', A0163: '1' };
const post = {
  A0000: 'XN-330381101-01',
  A0201B: '11999999000000019M',
  A0201D: true,
  A0201E: '1',
  A0215A: '党委书记',
  A0243: '2022-03-01',
  A0255: '1',
  A0265: null,
  team: '11999999000000019M',
};

const element = {
  code: 'EC-1',
  version: 1,
  name: '常住人口',
  definition: '上年末常住人口',
  dimension: '经济发展',
  unit: '人',
  precision: 0,
  direction: 'higher',
  accumulation: 'current',
  frequency: 'year',
  minimum: '0',
  maximum: '9999999',
  sourceDepartment: '11330381MB0000001X',
};

describe('E19 a record', () => {
  test('with fields that nobody knows is taken, and what may be absent may be', () => {
    const { validTo: _validTo, document: _document, successors: _successors, ...least } = place;
    expect(readPlace(readingOf({ ...least, colour: 'green' }))).toMatchObject({
      validTo: null,
      successors: [],
      documentReference: null,
    });
  });

  test.each([
    ['says how early its values may be as of', { asOfLeadDays: 1 }, 1],
    ['says that they may not be', { asOfLeadDays: 0 }, 0],
    ['says nothing of it', {}, undefined],
    ['says null of it', { asOfLeadDays: null }, undefined],
  ])('of an element that %s is taken', (_, more, want) => {
    expect(readElement(readingOf({ ...element, ...more })).asOfLeadDays).toBe(want);
  });

  const bad: readonly [string, (reading: Reading) => unknown, object, object, string][] = [
    ['a place without a code', readPlace, place, { code: undefined }, 'code'],
    ['a place of a kind that does not exist', readPlace, place, { kind: 'moon' }, 'kind'],
    ['a place with a day that does not exist', readPlace, place, { validFrom: '2023-02-30' }, 'validFrom'],
    [
      'a place with more successors than a split has',
      readPlace,
      place,
      { successors: Array(21).fill('330381101000') },
      'successors',
    ],
    ['a person without a name', readPerson, person, { A0101: '  ' }, 'A0101'],
    ['a person whose ID number is too short', readPerson, person, { A0184: '9999991968010100' }, 'A0184'],
    ['a person in a state of another table', readPerson, person, { A0163: '9' }, 'A0163'],
    ['a post that is over without saying since when', readPost, post, { A0255: '0' }, 'A0265'],
    ['a post of a number for a text', readPost, post, { A0215A: 7 }, 'A0215A'],
    [
      'an organisation with a small letter in its code',
      readOrganisation,
      {},
      { creditCode: '11999999000000019m' },
      'creditCode',
    ],
    ['an element of half a version', readElement, { code: 'EC-1' }, { version: 1.5 }, 'version'],
    ['an element with half a day before its period', readElement, element, { asOfLeadDays: 1.5 }, 'asOfLeadDays'],
    ['an element with days after its period', readElement, element, { asOfLeadDays: -1 }, 'asOfLeadDays'],
    ['an element with a day before its period as text', readElement, element, { asOfLeadDays: '1' }, 'asOfLeadDays'],
    ['a receipt without a digest', readReceipt, { receipt: 'SJ-00000001' }, {}, 'digest'],
  ];
  test.each(bad)('%s is refused by its field', (_name, read, record, change, field) => {
    const refused: string[] = [];
    const result = readRecords([{ ...record, ...change }], read, (name) => refused.push(name));
    expect(result).toEqual({ records: [], refused: 1 });
    expect(refused).toEqual([field]);
  });

  test.each([null, 7, 'text', []])('that is %j is refused', (value) => {
    expect(readRecords([value], readPerson, () => undefined).refused).toBe(1);
  });

  test('that is refused leaves the others, and its values are in no message', () => {
    const result = readRecords([person, { ...person, A0163: '9' }], readPerson, () => undefined);
    expect(result).toMatchObject({ records: [{ name: '王小明（虚构）' }], refused: 1 });
    expect(() => readPerson(readingOf({ ...person, A0163: '王小明' }))).toThrow(/^(?!.*王小明)/);
  });
});
