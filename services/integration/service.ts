// The integration service in two tables: operationId → handler, event → reaction. Read this first.
import type { operations } from '#contracts/generated/integration.ts';
import { contractOf } from '#kernel/contract/load.ts';
import type { ServiceDefinition } from '#kernel/service/definition.ts';
import type { Received, Sent } from './handler.ts';
import { beginDay } from './operations/begin-day.ts';
import { getDay } from './operations/get-day.ts';
import { getDocument } from './operations/get-document.ts';
import { listDocuments } from './operations/list-documents.ts';
import { registerDocument } from './operations/register-document.ts';
import { exportDocuments } from './store/export-documents.ts';
import type { DB } from './store/tables.ts';

/** The integration service. */
export const integration = (): ServiceDefinition<operations, DB, Received, Sent> => ({
  name: 'integration',
  document: contractOf('integration'),
  operations: {
    beginDay,
    getDay,
    registerDocument,
    getDocument,
    listDocuments,
  },
  reactions: {},
  exports: {
    documents: exportDocuments,
  },
});
