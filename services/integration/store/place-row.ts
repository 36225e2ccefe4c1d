// A version of a place as queries give it, with what integration alone knows of it.
import { type RawBuilder, sql } from 'kysely';

/** A place on a day, in some knowledge. */
export interface PlaceRow {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly kind: string;
  readonly parent_id: string | null;
  readonly valid_from: string;
  readonly valid_to: string | null;
  readonly document_reference: string | null;
  readonly predecessor_ids: readonly string[];
  readonly successor_ids: readonly string[];
}

/** The columns of a place row out of `directory_place p`. */
export const placeColumns: RawBuilder<PlaceRow> = sql<PlaceRow>`
  p.place_id as id, p.code, p.name, p.kind, p.parent_id, lower(p.valid) as valid_from, upper(p.valid) as valid_to,
  (select a.document_reference from place_approval a where a.place_id = p.place_id and a.valid_from = lower(p.valid))
    as document_reference,
  array(select s.place_id from place_succession s where s.successor_id = p.place_id order by 1) as predecessor_ids,
  array(select s.successor_id from place_succession s where s.place_id = p.place_id order by 1) as successor_ids`;
