// Decisions, notices, objections and publications refer to documents; one that nobody registered is refused.
import { type QueryExecutorProvider, sql } from 'kysely';
import { problem } from '#kernel/problem/problem.ts';

/** Throws DOCUMENT_UNKNOWN for the first of the documents that is not registered in the county; absent ones are passed over. */
export const requireDocuments = async (
  { tx }: { readonly tx: QueryExecutorProvider },
  county: string,
  ids: readonly (string | null | undefined)[],
): Promise<void> => {
  const given = ids.filter((id) => id !== null && id !== undefined);
  if (given.length === 0) return;
  const { rows } = await sql<{ id: string }>`
    select id from known_document where county = ${county} and id = any (${[...new Set(given)]}::uuid[])`.execute(tx);
  const known = new Set(rows.map(({ id }) => id));
  const documentId = given.find((id) => !known.has(id));
  if (documentId !== undefined) throw problem('DOCUMENT_UNKNOWN', { documentId });
};
