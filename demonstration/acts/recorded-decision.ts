// A decision of an organ: recorded by one person and released by another.
import { sha256 } from '#kernel/values/canonical-json.ts';
import type { DocumentName } from '../documents.ts';
import type { World } from '../world.ts';

/** What every recorded decision says: organ, document, day, and the digest of the attachment that lists what was decided. */
export interface DecisionHead {
  readonly organ: string;
  readonly documentId: string;
  readonly decidedOn: string;
  readonly attachmentDigest: string;
}

/** The head of a decision that an organ takes today; the attachment is the list itself. */
export const decisionHead = async (
  world: World,
  organ: string,
  document: DocumentName,
  attachment: unknown,
): Promise<DecisionHead> => ({
  organ,
  documentId: await world.document(document),
  decidedOn: world.calendar.today(),
  attachmentDigest: sha256(JSON.stringify(attachment)),
});
