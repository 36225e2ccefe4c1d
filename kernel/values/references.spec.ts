// Clauses of document references, credit codes and identifiers.
import { v5 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { creditCheckCharacter, creditCode, hasValidCheck } from './credit-code.ts';
import { documentReference, documentReferenceText } from './document-reference.ts';
import { businessId, eventId, isUuid, personId } from './identifier.ts';

describe('a document is referred to by organ, year and number', () => {
  test.each([
    ['瑞委〔2012〕6号', '瑞委〔2012〕6号'],
    ['温委办发[2012]37号', '温委办发〔2012〕37号'],
    ['国办发明电【2025】7号', '国办发明电〔2025〕7号'],
    ['瑞考办（2026） 12 号', '瑞考办〔2026〕12号'],
    ['瑞考办(2026)第3号', '瑞考办〔2026〕3号'],
    [`${'𠮷'.repeat(30)}〔2012〕6号`, `${'𠮷'.repeat(30)}〔2012〕6号`],
  ])('%s is %s', (text, want) => {
    expect(documentReferenceText(documentReference(text))).toBe(want);
  });

  test.each([
    [''],
    ['瑞委2012年6号'],
    ['〔2012〕6号'],
    ['瑞委〔12〕6号'],
    ['瑞委〔2012〕06号'],
    ['瑞委〔2012〕6'],
    ['瑞委〔2012〕0号'],
    ['瑞委;drop〔2012〕6号'],
    ['瑞'.repeat(80)],
  ])('%j is refused', (text) => {
    expect(() => documentReference(text)).toThrow('DOCUMENT_REFERENCE_INVALID');
  });
});

describe('a credit code is checked by GB 32100-2015', () => {
  test.each([['11999999000000019M'], ['119999991234567880']])('%s fits its check character', (text) => {
    expect(hasValidCheck(creditCode(text))).toBe(true);
  });

  test('a wrong check character is a warning, not a refusal, since early codes in force fail it', () => {
    expect(hasValidCheck(creditCode('11999999000000019N'))).toBe(false);
  });

  test('a sum that 31 divides gives the check character 0', () => {
    expect(creditCheckCharacter('00000000000000000')).toBe('0');
  });

  test.each([
    [''],
    ['1199999900000001'],
    ['11999999000000019I'],
    ['11999999000000019o'],
    ['1199999A000000019M'],
    ['11999999000000019M0'],
  ])('%j is refused', (text) => {
    expect(() => creditCode(text)).toThrow('CREDIT_CODE_MALFORMED');
  });

  test('a body of another length or alphabet has no check character', () => {
    expect(() => creditCheckCharacter('119999990000000')).toThrow('CREDIT_CODE_MALFORMED');
    expect(() => creditCheckCharacter('1199999900000001Z')).toThrow('CREDIT_CODE_MALFORMED');
  });
});

describe('identifiers are the same on every run (E21)', () => {
  test('a business id follows from kind and natural key alone', () => {
    const namespace = '9d2c1b5e-6a4f-5c0d-8e37-b1a2c3d4e5f6';
    expect(businessId('unit', '2025', '330381001000')).toBe(v5('["unit","2025","330381001000"]', namespace));
    expect(isUuid(businessId('unit', '2025', '330381001000'))).toBe(true);
  });

  test('parts do not run into each other, and composed characters are one', () => {
    const ids = [
      businessId('a', 'b', 'c'),
      businessId('a', 'bc'),
      businessId('ab', 'c'),
      businessId('a', 'b,c'),
      businessId('a', 'b","c'),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    expect(businessId('a', 'é')).toBe(businessId('a', 'e\u0301'));
  });

  test('an empty part is refused', () => {
    expect(() => businessId('unit', '')).toThrow('IDENTIFIER_INVALID');
    expect(() => businessId('', 'x')).toThrow('IDENTIFIER_INVALID');
  });

  test('a person’s id needs the key', () => {
    const [key, other] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
    expect(personId(key, 'A-1')).toBe(personId(key, 'A-1'));
    expect(personId(key, 'A-1')).not.toBe(personId(other, 'A-1'));
    expect(() => personId(Buffer.alloc(16), 'A-1')).toThrow('32 bytes');
    expect(() => personId(key, '')).toThrow('IDENTIFIER_INVALID');
  });

  test('event ids rise within a process', () => {
    const ids = Array.from({ length: 1000 }, () => eventId());
    expect(ids).toEqual(Array.from(new Set(ids)).sort());
    expect(ids.every((id) => id[14] === '7')).toBe(true);
    expect(eventId({ atMs: 0, random: new Uint8Array(16) })).toMatch(/^00000000-0000-7/);
  });
});
