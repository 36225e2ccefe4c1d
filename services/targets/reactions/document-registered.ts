// DocumentRegistered: from now on a decision or a notice may name the document.
import type { TargetsReaction } from '../handler.ts';
import { countyOf } from './county-of.ts';

/** Knows the document. */
export const documentRegistered: TargetsReaction<'cn.jixiao.integration.DocumentRegistered.v1'> = async (
  event,
  { tx },
) => {
  await tx
    .insertInto('known_document')
    .values({ id: event.payload.documentId, county: countyOf(event) })
    .execute();
};
