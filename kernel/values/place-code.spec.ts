// Clauses of place codes: GB/T 2260 and GB/T 10114.
import { describe, expect, test } from 'vitest';
import {
  isPlaceCode,
  isWithinPlace,
  parentPlaceCode,
  placeCode,
  placeLevel,
  shortPlaceCode,
  townshipKind,
  villageKind,
} from './place-code.ts';

describe('a place code names its level, kind and parents', () => {
  test.each([
    ['330000', '330000000000', 'province', undefined, undefined, '330000'],
    ['330300', '330300000000', 'city', undefined, '330000000000', '330300'],
    ['330381', '330381000000', 'county', undefined, '330300000000', '330381'],
    ['330381000', '330381000000', 'county', undefined, '330300000000', '330381'],
    ['429004', '429004000000', 'county', undefined, '429000000000', '429004'],
    ['330381001', '330381001000', 'township', '街道', '330381000000', '330381001'],
    ['330381101', '330381101000', 'township', '镇', '330381000000', '330381101'],
    ['330381222', '330381222000', 'township', '乡', '330381000000', '330381222'],
    ['650101401', '650101401000', 'township', '类似乡级单位', '650101000000', '650101401'],
    ['330381601', '330381601000', 'township', undefined, '330381000000', '330381601'],
    ['330381222201', '330381222201', 'village', undefined, '330381222000', '330381222201'],
  ])('%s', (text, code, level, kind, parent, short) => {
    const read = placeCode(text);
    expect([read, placeLevel(read), townshipKind(read), parentPlaceCode(read), shortPlaceCode(read)]).toEqual([
      code,
      level,
      kind,
      parent,
      short,
    ]);
  });

  test('a village is a residents’ or a villagers’ committee by its last digits', () => {
    expect(
      ['330381001001', '330381222201', '330381222401', '330381222'].map((code) => villageKind(placeCode(code))),
    ).toEqual(['居委会', '村委会', '类似村级单位', undefined]);
  });

  test.each([
    ['330381222', '330381', true],
    ['330381', '330381', true],
    ['330381', '440000', false],
    ['330382101', '330381', false],
    ['330381', '330381222', false],
    ['330381222', '330000', true],
  ])('%s lies within %s: %s', (code, ancestor, want) => {
    expect(isWithinPlace(placeCode(code), placeCode(ancestor))).toBe(want);
  });

  test.each([
    [''],
    ['33'],
    ['3303811'],
    ['33038122'],
    ['3303812220'],
    ['033038'],
    ['33038A'],
    ['330081'],
    ['330300001'],
    ['330381000201'],
    ["330381'; --"],
    ['../330381'],
    ['３３０３８１'],
    [' 330381'],
  ])('%j is refused', (text) => {
    expect(() => placeCode(text)).toThrow('PLACE_CODE_INVALID');
    expect(isPlaceCode(text)).toBe(false);
  });
});
