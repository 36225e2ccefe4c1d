// The document of an id.
import { sql, type Transaction } from 'kysely';
import { type KnownDocument, knownDocument } from './document-row.ts';
import type { DB } from './tables.ts';

/** The document, or undefined where there is none in the scope. */
export const findDocument = async (tx: Transaction<DB>, id: string): Promise<KnownDocument | undefined> => {
  const { rows } = await sql<KnownDocument>`select ${knownDocument} from document where id = ${id}`.execute(tx);
  return rows[0];
};
