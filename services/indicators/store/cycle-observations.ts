// What a cycle freezes: each observation in its latest revision as of a day.
import { type QueryExecutorProvider, sql, type Transaction } from 'kysely';
import { pageRowsMax, type SetRow } from '#kernel/exchange/handover/set.ts';
import { type SetObservation, setColumns, setKey } from './observation-set-row.ts';
import type { DB } from './tables.ts';

/** Which observations a freeze takes. */
export interface Freeze {
  readonly county: string;
  readonly cycleId: string;
  readonly elementCodes: readonly string[];
  readonly placeIds: readonly string[];
  readonly periods: readonly string[];
  readonly orderedOn: string;
}

const readFrozen = async (
  tx: QueryExecutorProvider,
  freeze: Freeze,
  after: SetObservation | undefined,
): Promise<SetObservation[]> => {
  const { county, elementCodes, placeIds, periods, orderedOn } = freeze;
  const behind =
    after === undefined
      ? sql``
      : sql`and (element_code, place_id, period) > (${after.elementCode}, ${after.placeId}::uuid, ${after.period})`;
  const { rows } = await sql<SetObservation>`
    select distinct on (element_code, place_id, period) ${setColumns} from observation
    where county = ${county} and period = any (${periods}::text[]) and element_code = any (${elementCodes}::text[])
      and place_id = any (${placeIds}::uuid[]) and recorded_on <= ${orderedOn} ${behind}
    order by element_code, place_id, period, revision desc limit ${pageRowsMax}`.execute(tx);
  return rows;
};

/** The rows of a cycle's set, read page by page. */
export const frozenRows = async function* (tx: QueryExecutorProvider, freeze: Freeze): AsyncGenerator<SetRow> {
  let after: SetObservation | undefined;
  for (;;) {
    const rows = await readFrozen(tx, freeze, after);
    for (const row of rows) yield { key: setKey(row), row };
    if (rows.length < pageRowsMax) return;
    after = rows.at(-1);
  }
};

/** Remembers what is frozen: from now on only corrections of it are taken. */
export const insertFreeze = async (tx: Transaction<DB>, freeze: Freeze, setId: string): Promise<void> => {
  await tx
    .insertInto('observation_freeze')
    .values({
      county: freeze.county,
      cycle_id: freeze.cycleId,
      set_id: setId,
      element_codes: [...freeze.elementCodes],
      place_ids: [...freeze.placeIds],
      periods: [...freeze.periods],
      ordered_on: freeze.orderedOn,
    })
    .execute();
};
