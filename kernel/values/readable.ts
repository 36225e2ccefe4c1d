// Texts as people read them: what shows, what deceives, how long they are.

// All of C0 and C1 but tab, line feed and carriage return; the marks of the bidirectional algorithm (UAX #9). PostgreSQL holds no NUL,
// half a surrogate pair can't be written in UTF-8, and a title that shows as another one would deceive.
const unreadable = /(?![\t\n\r])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u;

// What shows nothing by itself: blanks, controls, formats, unassigned characters, combining marks, what fonts ignore by default (UAX #44);
// and, though they count as letters or symbols, the empty Braille pattern, the half fill space, the place of an object, the note without
// a head, the blanks of hieroglyphs. Characters of private use show: old names are written in them.
const showsNothing =
  /^[\s\p{Cc}\p{Cf}\p{Cn}\p{Cs}\p{M}\p{Z}\p{Default_Ignorable_Code_Point}\u2800\u303f\ufffc\u{1d159}\u{13441}\u{13442}]*$/u;

/** Whether a text is whole and has neither control characters nor marks that reorder what is read. */
export const isReadable = (text: string): boolean => text.isWellFormed() && !unreadable.test(text);

/** Whether a text shows at least one character. */
export const isVisible = (text: string): boolean => !showsNothing.test(text);

/** The characters of a text (Unicode code points), as JSON Schema counts them (`maxLength`). */
export const characterCount = (text: string): number => Array.from(text).length;

/** The first characters of a text, at most so many. None is cut in two. */
export const firstCharacters = (text: string, most: number): string =>
  // A character is one or two UTF-16 units.
  Array.from(text.slice(0, 2 * most))
    .slice(0, most)
    .join('');

/** The text, or its first `most` characters with «…» behind them. */
export const shortened = (text: string, most: number): string =>
  text.length <= most || characterCount(text) <= most ? text : `${firstCharacters(text, most)}…`;
