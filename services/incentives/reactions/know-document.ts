// DocumentRegistered: from now on a decision or a publication may name the document.
import type { IncentivesReaction } from '../handler.ts';
import { insertKnownDocument } from '../store/known-documents.ts';
import { countyOf } from './county-of.ts';

/** Remembers the document. */
export const knowDocument: IncentivesReaction<'cn.jixiao.integration.DocumentRegistered.v1'> = async (event, call) => {
  const { documentId, issuedOn, digest } = event.payload;
  await insertKnownDocument(call.tx, { id: documentId, county: countyOf(event), issuedOn, digest });
};
