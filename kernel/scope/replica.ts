// The replica of the directory that each service keeps, so that a scope is decided where the rows are.
import { sql, type Transaction } from 'kysely';
import type { Instant } from '#kernel/values/date.ts';
import type { PlaceHistory } from '#kernel/values/place-version.ts';
import { lockDirectory } from './lock-directory.ts';
import { faultsOf } from './place-history.ts';

/** Places of one statement at most: the text of a larger one would take too much memory. */
const PLACES_MAX = 5_000;

const rowsOf = (histories: readonly PlaceHistory[]): string =>
  JSON.stringify(
    histories.flatMap(({ placeId, versions }) =>
      versions.map(({ validFrom, validTo, code, name, kind, parentId }) => ({
        place_id: placeId,
        valid_from: validFrom,
        valid_to: validTo,
        code,
        name,
        kind,
        parent_id: parentId,
      })),
    ),
  );

const given = (rows: string) => sql`
  select place_id, code, name, kind, parent_id, daterange(valid_from, valid_to) as valid
  from jsonb_to_recordset(${rows}::jsonb)
    as row (place_id uuid, code text, name text, kind text, parent_id uuid, valid_from date, valid_to date)`;

const same = sql`
  given.place_id = known.place_id and given.valid = known.valid and given.parent_id is not distinct from known.parent_id
  and (given.code, given.name, given.kind) = (known.code, known.name, known.kind)`;

const recordBatch = async <DB>(
  tx: Transaction<DB>,
  histories: readonly PlaceHistory[],
  recordedAt: Instant,
): Promise<void> => {
  const rows = rowsOf(histories);
  const places = histories.map(({ placeId }) => placeId);
  await sql`
    with given as materialized (${given(rows)})
    update directory_place known set recorded = tstzrange(lower(known.recorded), ${recordedAt}::timestamptz)
    where known.place_id = any (${places}::uuid[]) and upper_inf(known.recorded)
      and not exists (select from given where ${same})`.execute(tx);
  await sql`
    with given as materialized (${given(rows)})
    insert into directory_place (place_id, code, name, kind, parent_id, valid, recorded)
    select place_id, code, name, kind, parent_id, valid, tstzrange(${recordedAt}::timestamptz, null) from given
    where not exists (select from directory_place known where upper_inf(known.recorded) and ${same})`.execute(tx);
};

/**
 * Records what is known of the places, and brings the closure to it. A history replaces all that was known of its place; what
 * was known before stays, closed at `recordedAt`. The same histories again change nothing, and two that record at once wait for
 * each other: read the clock under `lockDirectory`. Throws a plain Error for histories that can't be (see `faultsOf`), and the
 * database's own (SQLSTATE 23000) where places lie under one another in a circle.
 */
export const recordPlaces = async <DB>(
  tx: Transaction<DB>,
  histories: readonly PlaceHistory[],
  recordedAt: Instant,
): Promise<void> => {
  const [fault] = faultsOf(histories);
  if (fault !== undefined) throw new Error(`The history of the place ${fault.placeId} can't be: ${fault.fault}.`);
  await lockDirectory(tx);
  for (let from = 0; from < histories.length; from += PLACES_MAX)
    await recordBatch(tx, histories.slice(from, from + PLACES_MAX), recordedAt);
  await sql`select refresh_directory_closure()`.execute(tx);
};
