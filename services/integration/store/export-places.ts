// The places of a county as the export holds them: every version that is known now, by code at the first day and id.
import { sql } from 'kysely';
import type { ExportList } from '#kernel/service/definition.ts';
import { placeOfTenant } from '../domain/place.ts';
import { type PlaceRow, placeColumns } from './place-row.ts';
import type { DB } from './tables.ts';

const contentOf = (row: PlaceRow): object => ({
  id: row.id,
  code: row.code,
  name: row.name,
  kind: row.kind,
  parentId: row.parent_id,
  validFrom: row.valid_from,
  validTo: row.valid_to,
  documentReference: row.document_reference,
  predecessorIds: row.predecessor_ids,
  successorIds: row.successor_ids,
});

/** Place versions in the order of id and first day. */
export const exportPlaces: ExportList<DB> = async (tx, county, { after, limit }) => {
  const key = sql`(p.place_id::text || ' ' || lower(p.valid)::text) collate "C"`;
  const { rows } = await sql<PlaceRow>`
    select ${placeColumns} from directory_place p
    where upper_inf(p.recorded) and ${key} > ${after}
      and p.place_id in (select descendant from directory_closure where ancestor = ${placeOfTenant(county)})
    order by ${key} limit ${limit}`.execute(tx);
  return rows.map((row) => ({ key: `${row.id} ${row.valid_from}`, content: contentOf(row) }));
};
