// DocumentRegistered: from now on a command of the county may name the document. The reaction of every service that takes documents.
import { type QueryExecutorProvider, sql } from 'kysely';
import { countyOfEvent } from '#kernel/exchange/county-of-event.ts';
import type { ReceivedEvent } from '#kernel/exchange/event.ts';

/** Knows the document. */
export const knowDocument = async (
  event: ReceivedEvent<{ readonly documentId: string; readonly issuedOn: string }>,
  { tx }: { readonly tx: QueryExecutorProvider },
): Promise<void> => {
  const { documentId, issuedOn } = event.payload;
  await sql`
    insert into known_document (county, id, issued_on) values (${countyOfEvent(event)}, ${documentId}, ${issuedOn})
    on conflict do nothing`.execute(tx);
};
