// The directory is the real one, whole, and every organisation in it is fictional in its code.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { creditCheck, isCreditCode } from './credit-code.ts';
import { openDirectory, significantDigits } from './directory.ts';
import { departmentCode, organisationsOf } from './organisations.ts';

const directory = openDirectory();
const ruian = '330381';

describe('the directory of places', () => {
  it('has all 41,352 township-level units of the country', () => {
    expect(directory.places.filter(({ level }) => level === 'township')).toHaveLength(41_352);
  });

  it('has the 12 街道, 9 镇 and 2 乡 of 瑞安市', () => {
    const kinds = directory.townshipsUnder(ruian).map(({ kind }) => kind);
    expect(kinds).toHaveLength(23);
    expect(kinds.filter((kind) => kind === 'subdistrict')).toHaveLength(12);
    expect(kinds.filter((kind) => kind === 'town')).toHaveLength(9);
    expect(kinds.filter((kind) => kind === 'township')).toHaveLength(2);
    expect(directory.find('330381222000')?.name).toBe('北麂乡');
  });

  it('knows 2,710 units that are only like a township', () => {
    expect(directory.places.filter(({ kind }) => kind === 'township-like')).toHaveLength(2_710);
  });

  it('gives no two places the same code, and every place a parent that stands before it', () => {
    const seen = new Set<string>();
    for (const { code, parent } of directory.places) {
      if (seen.has(code)) throw new Error(`${code} stands twice`);
      if (parent !== null && !seen.has(parent)) throw new Error(`${code} stands before its parent ${parent}`);
      seen.add(code);
    }
    expect(seen.size).toBe(44_699);
  });

  it('takes less than 400 KB in the repository', () => {
    expect(statSync(join(import.meta.dirname, 'places.txt.br')).size).toBeLessThan(400_000);
  });

  it.each([
    ['a county with its 23 townships', '330381', 24],
    ['the same county by 12 digits', '330381000000', 24],
    ['one township', '330381101000', 1],
    ['a city that has no counties', '441900000000', 37],
    ['a county that does not exist', '330399', 0],
    ['text that is no code', 'x', 0],
  ])('finds what lies under %s', (_, code, want) => {
    expect(directory.under(code)).toHaveLength(want);
  });

  it.each([
    ['330000000000', '33'],
    ['330300000000', '3303'],
    ['330381000000', '330381'],
    ['330381001000', '330381001'],
    ['3303', '3303'],
  ])('reads %s as the digits %s', (code, want) => {
    expect(significantDigits(code)).toBe(want);
  });
});

describe('the organisations', () => {
  const all = directory.under(ruian).flatMap((place) => organisationsOf(directory, place));

  it('are two for each township, and the organs and 14 departments of the county', () => {
    expect(all).toHaveLength(23 * 2 + 2 + 14);
  });

  it('name a 街道办事处 as an office of the county government', () => {
    expect(
      all.filter(({ place }) => place === '330381001000').map(({ name, kind, detached }) => [name, kind, detached]),
    ).toEqual([
      ['瑞安市人民政府安阳街道办事处', 'government', true],
      ['中共瑞安市委安阳街道工作委员会', 'party-committee', true],
    ]);
  });

  it('bear valid credit codes of the division 999999, different across the whole country', () => {
    const codes = new Set<string>();
    let count = 0;
    for (const place of directory.places)
      for (const { creditCode } of organisationsOf(directory, place)) {
        count += 1;
        codes.add(creditCode);
        if (!isCreditCode(creditCode) || !creditCode.startsWith('11999999')) throw new Error(creditCode);
      }
    expect(count).toBe(41_351 * 2 + (2_974 + 3) * 16);
    expect(codes.size).toBe(count);
  });

  it('have parents that are organisations of the county', () => {
    const codes = new Set(all.map(({ creditCode }) => creditCode));
    expect(all.filter(({ parent }) => parent !== null && !codes.has(parent))).toEqual([]);
    expect(departmentCode('330381000000', 'finance')).toBe(all.find(({ name }) => name === '瑞安市财政局')?.creditCode);
  });

  it('have the check characters that the standard gives for known codes', () => {
    expect(creditCheck('11999999000000019')).toBe('M');
    expect(creditCheck('11999999123456788')).toBe('0');
    expect(isCreditCode('119999991234567881')).toBe(false);
    expect(isCreditCode('I19999991234567880')).toBe(false);
  });
});
