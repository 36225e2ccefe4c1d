// DocumentRegistered: the document may be named by a publication.
import type { IndicatorsReaction } from '../handler.ts';
import { insertKnownDocument } from '../store/known-document.ts';

/** Remembers the document. */
export const knowDocument: IndicatorsReaction<'cn.jixiao.integration.DocumentRegistered.v1'> = async (event, call) => {
  const { county, payload } = event;
  if (county === null) throw new Error('A document without a county was registered.');
  await insertKnownDocument(call.tx, { county, documentId: payload.documentId, issuedOn: payload.issuedOn });
};
