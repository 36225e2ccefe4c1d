// The documents and successors of places, beside the histories that the kernel records.
import { sql, type Transaction } from 'kysely';
import { type PlaceDraft, placeId } from '../domain/place.ts';
import type { DB } from './tables.ts';

/** Stores what the versions say of their approval and of what became of their places; the same again changes nothing. */
export const savePlaceNotes = async (tx: Transaction<DB>, drafts: readonly PlaceDraft[]): Promise<void> => {
  const approvals = drafts.flatMap((draft) =>
    draft.documentReference === null
      ? []
      : [{ place_id: placeId(draft.place), valid_from: draft.validFrom, reference: draft.documentReference }],
  );
  const successions = drafts.flatMap((draft) =>
    draft.successors.map((successor) => ({ place_id: placeId(draft.place), successor_id: placeId(successor) })),
  );
  await sql`
    insert into place_approval (place_id, valid_from, document_reference)
    select distinct on (place_id, valid_from) place_id, valid_from, reference
    from jsonb_to_recordset(${JSON.stringify(approvals)}::jsonb) as r (place_id uuid, valid_from date, reference text)
    on conflict (place_id, valid_from) do update set document_reference = excluded.document_reference
      where place_approval.document_reference <> excluded.document_reference`.execute(tx);
  await sql`
    insert into place_succession (place_id, successor_id)
    select distinct place_id, successor_id
    from jsonb_to_recordset(${JSON.stringify(successions)}::jsonb) as r (place_id uuid, successor_id uuid)
    on conflict do nothing`.execute(tx);
};
