// Observation sets (E14): the head of a batch's set, whose rows are the batch's observations and are not stored twice.
import { sql, type Transaction } from 'kysely';
import { pageRowsMax, type SetPage, type SetRow } from '#kernel/exchange/handover/set.ts';
import type { BatchRecord } from './observation-batch-row.ts';
import { type SetObservation, setColumns, setKey } from './observation-set-row.ts';
import type { DB } from './tables.ts';

/** A batch's rows never get more, so its set is the one of its kind. */
export const batchSetNumber = 1;

/** The kind of a batch's set. Each batch has its own: sets of one kind supersede each other, and batches do not. */
export const kindOfBatch = (batchId: string): string => `observation-batch.${batchId}`;

/** The kind of a cycle's sets. */
export const cycleSetKind = (cycleId: string): string => `cycle-observations.${cycleId}`;

/** Stores the head of a batch's set. */
export const insertBatchSet = async (
  tx: Transaction<DB>,
  set: {
    readonly id: string;
    readonly batchId: string;
    readonly county: string;
    readonly count: number;
    readonly digest: string;
  },
): Promise<void> => {
  await tx
    .insertInto('handover_set')
    .values({
      id: set.id,
      kind: kindOfBatch(set.batchId),
      number: batchSetNumber,
      county: set.county,
      count: set.count,
      digest: set.digest,
    })
    .execute();
};

/** Where a page of a batch's set begins. */
export interface BatchSetPosition {
  readonly elementCode: string;
  readonly placeId: string;
  readonly revision: number;
}

/** The position that a key of a set names; undefined for a text that is none. */
export const positionOf = (key: string): BatchSetPosition | undefined => {
  const [, elementCode, placeId, revision] =
    /^([A-Za-z0-9._-]{1,64}) ([0-9a-f-]{36}) [0-9Q-]{4,7} ([0-9]{4})$/.exec(key) ?? [];
  if (elementCode === undefined || placeId === undefined || revision === undefined) return undefined;
  return { elementCode, placeId, revision: Number(revision) };
};

/** A page of a batch's set, of at most 1,000 rows behind a position. */
export const readBatchPage = async (
  tx: Transaction<DB>,
  { county, period, id }: Pick<BatchRecord, 'county' | 'period' | 'id'>,
  after: BatchSetPosition | undefined,
): Promise<SetPage> => {
  const behind =
    after === undefined
      ? sql``
      : sql`and (element_code, place_id, revision) > (${after.elementCode}, ${after.placeId}::uuid, ${after.revision})`;
  const { rows } = await sql<SetObservation>`
    select ${setColumns} from observation
    where county = ${county} and period = ${period} and batch_id = ${id} ${behind}
    order by element_code, place_id, revision limit ${pageRowsMax + 1}`.execute(tx);
  const items = rows.slice(0, pageRowsMax).map((row): SetRow => ({ key: setKey(row), row }));
  return { items, next: rows.length > pageRowsMax ? (items.at(-1)?.key ?? null) : null };
};
