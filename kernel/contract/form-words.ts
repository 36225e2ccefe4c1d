// What the patterns and formats of the contracts stand for, as a person reads it. The Chinese is in contracts/phrases.yaml.

/** The pattern by which the contracts say that a text is not blank. */
export const blankPattern = '\\S';

/** The words of a pattern. A pattern without words is shown as it is. */
export const patternWords: ReadonlyMap<unknown, string> = new Map([
  ['^[A-Za-z0-9_-]+$', 'a cursor that an earlier page gave'],
  ['^[!-~]+$', 'characters of ASCII without blanks'],
  ['^[0-9]{2,12}$', 'a place code of 2 to 12 digits'],
  [
    '^-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,10})?$',
    'a decimal as text, such as 33.33, with at most 18 digits before the point and 10 behind it',
  ],
  ['^[0-9a-f]{64}$', 'a SHA-256 digest as 64 hexadecimal digits in lower case'],
  ['^[0-9]{4}(-(0[1-9]|1[0-2])|-Q[1-4])?$', 'a month as 2026-01, a quarter as 2026-Q1 or a year as 2026'],
  ['^[0-9]{4}-(0[1-9]|1[0-2])$', 'a month as 2026-01'],
  ['^[A-Za-z0-9][A-Za-z0-9._-]*$', 'a code of letters, digits, «.», «_» and «-» that begins with a letter or a digit'],
  ['^[a-z][a-z-]{1,63}$', 'a name of small letters and «-»'],
  ['^[0-9]{17}[0-9X]$', 'an ID number of 18 characters, the last a digit or X'],
  ['^(0|[1-9][0-9]{0,17})$', 'a whole number without leading zeros'],
  ['^[1-9][0-9]{0,17}$', 'a whole number above 0 without leading zeros'],
  ['Z$', 'a point in time in UTC, such as 2026-02-05T01:30:00.000Z'],
  ['^[^〔〕\\s]+$', 'the characters before the year of a document reference, without brackets and blanks'],
  ['^[A-Z][A-Z0-9_]{2,63}$', 'a code of capital letters, digits and «_» that begins with a letter'],
]);

/** The words of a format. */
export const formatWords: ReadonlyMap<unknown, string> = new Map([
  ['uuid', 'a UUID, such as 5f0c3c3e-52a5-5c8f-9d5e-3f6c1f2b7a10'],
  ['date', 'a date from 1900 to 2199, such as 2026-02-05'],
  ['date-time', 'a point in time in UTC, such as 2026-02-05T01:30:00.000Z'],
]);
