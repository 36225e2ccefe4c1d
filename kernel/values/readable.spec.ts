// A text needs a character that shows, and its length is counted in characters.
import { describe, expect, test } from 'vitest';
import { characterCount, isReadable, isVisible, shortened } from './readable.ts';

describe('a text shows nothing', () => {
  test.each([
    ['empty', ''],
    ['blanks', ' \t\r\n'],
    ['a full-width blank', '\u3000'],
    ['a blank that does not break', '\u00a0\u202f'],
    ['a blank of no width', '\u200b'],
    ['joiners', '\u200c\u200d\u2060'],
    ['a byte order mark', '\ufeff'],
    ['a soft hyphen', '\u00ad'],
    ['marks of direction', '\u200e\u200f\u061c'],
    ['a combining mark alone', '\u0301'],
    ['a variation selector', '\ufe0f\u{e0100}'],
    ['fillers of Hangul', '\u115f\u1160\u3164\uffa0'],
    ['the empty Braille pattern', '\u2800'],
    ['the half fill space', '\u303f'],
    ['the place of an object', '\ufffc'],
    ['a note without a head', '\u{1d159}'],
    ['blanks of hieroglyphs', '\u{13441}\u{13442}'],
    ['tags', '\u{e0061}\u{e007f}'],
    ['an unassigned character', '\u0378'],
    ['what is no character', '\uffff'],
    ['half a surrogate pair', '\ud800'],
    ['a separator of lines', '\u2028\u2029'],
    ['several of them', '\u200b \u3000\u0301'],
  ])('%s', (_case, text) => {
    expect(isVisible(text)).toBe(false);
  });
});

describe('a text shows', () => {
  test.each(['一', 'a', '0', '。', '—', '😀', '𠮷', 'é', '\u200b一', '\ue000', 'ㅎ', '-'])('«%s»', (text) => {
    expect(isVisible(text)).toBe(true);
  });
});

describe('characters are counted as the contract counts them', () => {
  test.each([
    ['', 0],
    ['瑞安', 2],
    ['𠮷😀', 2],
    ['e\u0301', 2],
    ['👨‍👩‍👧', 5],
    ['\ud800', 1],
  ])('%j', (text, count) => {
    expect(characterCount(text)).toBe(count);
  });

  test.each([
    ['abc', 3, 'abc'],
    ['abcd', 3, 'abc…'],
    ['𠮷𠮷𠮷', 3, '𠮷𠮷𠮷'],
    ['𠮷𠮷𠮷𠮷', 3, '𠮷𠮷𠮷…'],
    ['a𠮷b', 2, 'a𠮷…'],
  ])('a shortened text has whole ones: %s to %i', (text, most, want) => {
    expect(shortened(text, most)).toBe(want);
  });
});

test('controls and marks that reorder are not readable', () => {
  for (const text of ['a\0', 'a\u202eb', '\u2066a', '\ud800', '\u0085']) expect(isReadable(text)).toBe(false);
  for (const text of ['a\tb\r\n', '瑞安', '😀']) expect(isReadable(text)).toBe(true);
});
