// DocumentRegistered: a decision, an objection or a bar may name the document from now on.
import type { EvaluationReaction } from '../handler.ts';
import { countyOf } from './county-of.ts';

/** Knows the document. */
export const knowDocument: EvaluationReaction<'cn.jixiao.integration.DocumentRegistered.v1'> = async (
  event,
  { tx },
) => {
  const { documentId, issuedOn } = event.payload;
  await tx
    .insertInto('known_document')
    .values({ county: countyOf(event), id: documentId, issued_on: issuedOn })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
};
