// Documents in JSON columns: they are checked when they come in, and nothing else writes them.

/** A document on its way into a JSON column; the driver would take an array for one of PostgreSQL's own. */
export const jsonText = (document: unknown): string => JSON.stringify(document);
