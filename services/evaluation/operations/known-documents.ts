// Decisions, objections and bars refer to documents; one that nobody registered is refused.
import { problem } from '#kernel/problem/problem.ts';
import type { EvaluationCall } from '../handler.ts';
import { firstUnknownDocument } from '../store/known-documents.ts';

/** Throws DOCUMENT_UNKNOWN for the first of the documents that is not registered in the county; absent ones are passed over. */
export const requireDocuments = async (
  call: EvaluationCall,
  county: string,
  ids: readonly (string | null | undefined)[],
): Promise<void> => {
  const given = ids.filter((id) => id !== null && id !== undefined);
  const documentId = await firstUnknownDocument(call.tx, county, given);
  if (documentId !== undefined) throw problem('DOCUMENT_UNKNOWN', { documentId });
};
