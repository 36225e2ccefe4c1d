// Whether a text is one that somebody can have meant, and that shows as what it is.

// All of C0 and C1 but tab, line feed and carriage return; the marks of the bidirectional algorithm (UAX #9). PostgreSQL holds no NUL,
// half a surrogate pair can't be written in UTF-8, and a title that shows as another one would deceive.
const unreadable = /(?![\t\n\r])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u;

/** Whether a text is whole and has neither control characters nor marks that reorder what is read. */
export const isReadable = (text: string): boolean => text.isWellFormed() && !unreadable.test(text);
