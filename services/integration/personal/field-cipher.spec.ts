// Encrypted fields: readable under their key and in their place alone.
import { describe, expect, test } from 'vitest';
import { idNumberIndex, nameIndex } from './blind-index.ts';
import { decryptField, encryptField, type FieldPlace } from './field-cipher.ts';

const keys = {
  current: 'k2',
  keys: new Map([
    ['k1', Buffer.alloc(32, 1)],
    ['k2', Buffer.alloc(32, 2)],
  ]),
};
const place: FieldPlace = { county: '330381', id: 'a', field: 'name' };

describe('a field', () => {
  test('is read again, and the same text never looks the same', () => {
    const [one, other] = [encryptField(keys, place, '王小明'), encryptField(keys, place, '王小明')];
    expect(one).not.toBe(other);
    expect(one).toMatch(/^k2\./);
    expect(decryptField(keys, place, one)).toBe('王小明');
  });

  test('under an earlier key is read while that key is configured', () => {
    const old = encryptField({ ...keys, current: 'k1' }, place, '王小明');
    expect(decryptField(keys, place, old)).toBe('王小明');
    const without = { current: 'k2', keys: new Map([...keys.keys].slice(1)) };
    expect(() => decryptField(without, place, old)).toThrow('PERSON_KEY_UNKNOWN');
  });

  test('moved to another row, column or county is not read', () => {
    const text = encryptField(keys, place, '王小明');
    for (const other of [{ id: 'b' }, { field: 'idNumber' as const }, { county: '330382' }])
      expect(() => decryptField(keys, { ...place, ...other }, text)).toThrow(/authenticate/);
  });

  test('that was tampered with is not read', () => {
    const text = encryptField(keys, place, '王小明');
    const changed = `${text.slice(0, -3)}${text.endsWith('AAA') ? 'BBB' : 'AAA'}`;
    expect(() => decryptField(keys, place, changed)).toThrow(/authenticate/);
    for (const broken of ['k2.', 'k2.AAAA']) expect(() => decryptField(keys, place, broken)).toThrow(/nvalid/);
    expect(() => decryptField(keys, place, 'no key at all')).toThrow('PERSON_KEY_UNKNOWN');
  });
});

describe('a blind index', () => {
  const key = Buffer.alloc(32, 3);

  test('is the same for the same text, spaces and a small x aside', () => {
    expect(nameIndex(key, ' 王小明 ')).toEqual(nameIndex(key, '王小明'));
    expect(idNumberIndex(key, '99999919680101001x')).toEqual(idNumberIndex(key, '99999919680101001X'));
  });

  test('differs by key, and between the fields', () => {
    expect(nameIndex(Buffer.alloc(32, 4), '王小明')).not.toEqual(nameIndex(key, '王小明'));
    expect(nameIndex(key, '1')).not.toEqual(idNumberIndex(key, '1'));
  });
});
