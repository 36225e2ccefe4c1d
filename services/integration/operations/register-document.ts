// registerDocument: decide, save once, announce.
import { etagOf } from '#kernel/operation/etag.ts';
import { problem } from '#kernel/problem/problem.ts';
import { decideDocument } from '../domain/document.ts';
import type { IntegrationHandler } from '../handler.ts';
import { insertDocument } from '../store/insert-document.ts';
import { documentRecord } from './document-record.ts';

/** A document never changes: its one version is 1. */
const DOCUMENT_VERSION = 1;

/** Registers a document. The same document again is ALREADY_EXISTS; DOCUMENT_SECRET and DOCUMENT_DATE_AHEAD as the domain says. */
export const registerDocument: IntegrationHandler<'registerDocument'> = async ({ body }, call) => {
  const decided = decideDocument(body, await call.today(body.county));
  if ('refused' in decided)
    throw problem(
      decided.refused,
      decided.refused === 'DOCUMENT_DATE_AHEAD' ? { date: body.date, today: decided.today } : {},
    );
  const inserted = await insertDocument(call.tx, decided);
  if (!inserted) throw problem('ALREADY_EXISTS', { what: '文件' });
  await call.append({
    type: 'cn.jixiao.integration.DocumentRegistered.v1',
    county: decided.county,
    key: decided.id,
    payload: { documentId: decided.id, issuedOn: decided.date, digest: decided.digest },
  });
  call.about(decided.id);
  return { status: 201, body: documentRecord(decided), etag: etagOf(DOCUMENT_VERSION) };
};
