// What a cycle freezes: each observation in its latest revision as of the day until which its element is signed.
import { type QueryExecutorProvider, type RawBuilder, sql, type Transaction } from 'kysely';
import { pageRowsMax, type SetRow } from '#kernel/exchange/handover/set.ts';
import { type SetObservation, setColumns, setKey } from './observation-set-row.ts';
import type { DB } from './tables.ts';

/** An element, and until which day and up to which batch what was recorded of it counts; null where the day alone says it. */
export interface FrozenElement {
  readonly code: string;
  readonly asOf: string;
  readonly position: number | null;
}

/** Which observations a freeze takes. */
export interface Freeze {
  readonly county: string;
  readonly cycleId: string;
  readonly elements: readonly FrozenElement[];
  readonly placeIds: readonly string[];
  readonly periods: readonly string[];
  readonly orderedOn: string;
  /** Null for an order that names none, as the first contract lets it. */
  readonly freezeNumber: number | null;
}

/** The elements as rows of a query, beside the observations that are theirs. */
const signedElements = (elements: readonly FrozenElement[]): RawBuilder<unknown> => sql`
  unnest(${elements.map(({ code }) => code)}::text[], ${elements.map(({ asOf }) => asOf)}::date[],
    ${elements.map(({ position }) => position)}::bigint[]) as signed (code, signed_until, position)`;

/** The batch of each observation. */
const ofBatch = sql`
  left join (select county as of_county, id as batch, position as batch_position from observation_batch) kept
    on kept.of_county = county and kept.batch = batch_id`;

/** Whether an observation was there when its element was signed: by the order of batches, or by the day where that is not known. */
const isSigned = sql`coalesce(batch_position <= signed.position, recorded_on <= signed.signed_until)`;

/**
 * The rows of a cycle's set, read through a cursor: the whole is sorted once, not once a page. To be read to its end, by one
 * reader at a time, in the transaction that began it.
 */
export const frozenRows = async function* (
  tx: QueryExecutorProvider,
  { county, elements, placeIds, periods }: Freeze,
): AsyncGenerator<SetRow> {
  await sql`
    declare frozen_observation no scroll cursor for
    select distinct on (element_code, place_id, period) ${setColumns}
    from observation join ${signedElements(elements)} on signed.code = element_code ${ofBatch}
    where county = ${county} and period = any (${periods}::text[])
      and place_id = any (${placeIds}::uuid[]) and ${isSigned}
    order by element_code, place_id, period, revision desc`.execute(tx);
  for (;;) {
    const { rows } = await sql<SetObservation>`fetch ${sql.lit(pageRowsMax)} from frozen_observation`.execute(tx);
    for (const row of rows) yield { key: setKey(row), row };
    if (rows.length < pageRowsMax) break;
  }
  await sql`close frozen_observation`.execute(tx);
};

/** How many observations of each element have a newer revision that was recorded after the signature and until the order. */
export const unsignedCounts = async (
  tx: QueryExecutorProvider,
  { county, elements, placeIds, periods, orderedOn }: Freeze,
): Promise<{ elementCode: string; count: number }[]> => {
  const { rows } = await sql<{ elementCode: string; count: number }>`
    select element_code as "elementCode", count(*)::int as count from (
      select distinct on (element_code, place_id, period) element_code, not ${isSigned} as unsigned
      from observation join ${signedElements(elements)} on signed.code = element_code ${ofBatch}
      where county = ${county} and period = any (${periods}::text[])
        and place_id = any (${placeIds}::uuid[]) and recorded_on <= ${orderedOn}
      order by element_code, place_id, period, revision desc
    ) newest where unsigned group by element_code order by element_code`.execute(tx);
  return rows;
};

/** Remembers what is frozen: from now on only corrections of it are taken. */
export const insertFreeze = async (tx: Transaction<DB>, freeze: Freeze, setId: string): Promise<void> => {
  await tx
    .insertInto('observation_freeze')
    .values({
      county: freeze.county,
      cycle_id: freeze.cycleId,
      set_id: setId,
      element_codes: freeze.elements.map(({ code }) => code),
      place_ids: [...freeze.placeIds],
      periods: [...freeze.periods],
      ordered_on: freeze.orderedOn,
      freeze_number: freeze.freezeNumber,
    })
    .execute();
};
