// registerDocument: decide, save once, announce.
import { etagOf } from '#kernel/operation/etag.ts';
import { type Problem, problem } from '#kernel/problem/problem.ts';
import { type DocumentDraft, type DocumentRefusal, decideDocument } from '../domain/document.ts';
import type { IntegrationHandler } from '../handler.ts';
import { insertDocument } from '../store/insert-document.ts';
import { lockDocumentNumber } from '../store/lock-document-number.ts';
import { mayRegister } from '../store/registrars.ts';
import { documentRecord } from './document-record.ts';

/** A document never changes: its one version is 1. */
const DOCUMENT_VERSION = 1;

const invalid = (field: string, reason: string, expected: string): Problem =>
  problem(
    'VALUE_INVALID',
    { field, reason },
    { faults: [{ pointer: `/body/${field}`, code: 'VALUE_INVALID', expected }] },
  );

const refusal = (why: DocumentRefusal, draft: DocumentDraft): Problem => {
  switch (why.refused) {
    case 'DOCUMENT_DATE_AHEAD':
      return problem(
        'DOCUMENT_DATE_AHEAD',
        { date: draft.date, today: why.today },
        { faults: [{ pointer: '/body/date', code: why.refused, expected: `a day up to ${why.today}` }] },
      );
    case 'DOCUMENT_SECRET':
      return problem('DOCUMENT_SECRET');
    case 'DOCUMENT_YEAR_APART':
      return invalid('year', '文号年份与成文日期不符', 'the year of the date, or one beside it');
    case 'CORRECTION_INCOMPLETE':
      return invalid(why.field, '更正须同时给出原文件和理由', 'what the detail says');
    case 'CORRECTION_UNFIT':
      return invalid('corrects', '不是同一文号中尚未被更正的文件', 'a document of this number that nothing corrects');
    case 'CORRECTION_EMPTY':
      return invalid('corrects', '更正与原文件并无不同', 'another text, date or title');
    case 'DOCUMENT_NUMBER_TAKEN':
      return problem('DOCUMENT_NUMBER_TAKEN', { documentId: why.documentId });
  }
};

/**
 * Registers a document. REGISTRAR_UNAUTHORIZED for an organ that has not authorised the caller. The same document again is
 * ALREADY_EXISTS, another one under its number DOCUMENT_NUMBER_TAKEN; DOCUMENT_SECRET and DOCUMENT_DATE_AHEAD as the domain says, and
 * VALUE_INVALID for a year that is not the date's or a correction that fits no document.
 */
export const registerDocument: IntegrationHandler<'registerDocument'> = async ({ body }, call) => {
  const { county, organ } = body;
  const today = await call.today(county);
  if (!(await mayRegister(call.tx, { county, name: organ, today }, call.caller)))
    throw problem('REGISTRAR_UNAUTHORIZED', { organ });
  const decided = decideDocument(body, today, await lockDocumentNumber(call.tx, body));
  if ('refused' in decided) throw refusal(decided, body);
  const inserted = await insertDocument(call.tx, decided);
  if (!inserted) throw problem('ALREADY_EXISTS', { what: '文件' });
  await call.append({
    type: 'cn.jixiao.integration.DocumentRegistered.v1',
    county: decided.county,
    key: decided.id,
    payload: { documentId: decided.id, issuedOn: decided.date, digest: decided.digest },
  });
  call.about(decided.id);
  return { status: 201, body: documentRecord({ ...decided, correctedBy: null }), etag: etagOf(DOCUMENT_VERSION) };
};
