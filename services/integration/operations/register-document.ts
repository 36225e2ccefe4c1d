// registerDocument: decide, save once, announce.
import { etagOf } from '#kernel/operation/etag.ts';
import { type Problem, problem } from '#kernel/problem/problem.ts';
import { type DocumentRefusal, decideDocument } from '../domain/document.ts';
import type { IntegrationHandler } from '../handler.ts';
import { insertDocument } from '../store/insert-document.ts';
import { documentRecord } from './document-record.ts';

/** A document never changes: its one version is 1. */
const DOCUMENT_VERSION = 1;

const refusal = (why: DocumentRefusal, date: string): Problem => {
  if (why.refused === 'DOCUMENT_DATE_AHEAD')
    return problem(
      'DOCUMENT_DATE_AHEAD',
      { date, today: why.today },
      { faults: [{ pointer: '/body/date', code: why.refused, expected: `a day up to ${why.today}` }] },
    );
  if (why.refused === 'DOCUMENT_SECRET') return problem('DOCUMENT_SECRET');
  const faults = [{ pointer: '/body/year', code: 'VALUE_INVALID', expected: 'the year of the date, or one beside it' }];
  return problem('VALUE_INVALID', { field: 'year', reason: '文号年份与成文日期不符' }, { faults });
};

/**
 * Registers a document. The same document again is ALREADY_EXISTS; DOCUMENT_SECRET and DOCUMENT_DATE_AHEAD as the domain says, and
 * VALUE_INVALID for a year that is not the date's.
 */
export const registerDocument: IntegrationHandler<'registerDocument'> = async ({ body }, call) => {
  const decided = decideDocument(body, await call.today(body.county));
  if ('refused' in decided) throw refusal(decided, body.date);
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
