// Personal data as they are shown.
import { expect, test } from 'vitest';
import { maskedIdNumber, maskedName } from './mask.ts';

test('a name shows its surname and a star, whatever its length', () => {
  expect(['王小明', ' 李四', '𠮷野', '王'].map(maskedName)).toEqual(['王*', '李*', '𠮷*', '王*']);
});

test('an ID number shows neither year nor day of birth', () => {
  expect(maskedIdNumber('99999919680101001X')).toBe('999999********001X');
});
