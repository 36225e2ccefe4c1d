// getDocument.
import { etagOf } from '#kernel/operation/etag.ts';
import { problem } from '#kernel/problem/problem.ts';
import type { IntegrationHandler } from '../handler.ts';
import { findDocument } from '../store/find-document.ts';
import { documentRecord } from './document-record.ts';

/** One document. NOT_FOUND also for another county's: row-level security hides it. */
export const getDocument: IntegrationHandler<'getDocument'> = async ({ path }, call) => {
  const document = await findDocument(call.tx, path.documentId);
  if (document === undefined) throw problem('NOT_FOUND', { what: '文件' });
  return { status: 200, body: documentRecord(document), etag: etagOf(1) };
};
