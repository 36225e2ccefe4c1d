// listDocuments.
import { paged, pageOf } from '#kernel/operation/page.ts';
import type { IntegrationHandler } from '../handler.ts';
import { listDocumentsOf } from '../store/list-documents.ts';
import { documentRecord } from './document-record.ts';

/** The documents of a county by date, then id. */
export const listDocuments: IntegrationHandler<'listDocuments'> = async ({ query }, call) => {
  const page = pageOf(query, ['date', 'id']);
  const rows = await listDocumentsOf(call.tx, query.county, page);
  return { status: 200, body: paged(rows, page, (row) => [row.date, row.id], documentRecord) };
};
