// The good rows of a batch become observations; what was kept is counted and digested as it is written.
import { createHash } from 'node:crypto';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { sql, type Transaction } from 'kysely';
import { to as copyTo } from 'pg-copy-streams';
import type { PoolClient } from '#kernel/database/pg.ts';
import { setRowText } from './observation-set-row.ts';
import type { DB } from './tables.ts';

/** What the kept rows have in common. */
export interface KeptAs {
  readonly county: string;
  readonly period: string;
  readonly periodEnd: string;
  readonly batchId: string;
  readonly recordedOn: string;
}

/** What was kept. */
export interface Kept {
  readonly count: number;
  /** Of the batch's set (E14). */
  readonly digest: string;
}

// Values that COPY's query can't take as parameters; none of them can hold a quote, but who reads this should not have to know.
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const newline = 0x0a;

/**
 * Moves the good rows from `staged_row` to the observations, in the order of the set's keys. The statement writes out the lines
 * of the set that it stored, so that its digest needs no second reading. Call it after `judgeRows`, in its transaction.
 */
export const keepRows = async (client: PoolClient, as: KeptAs): Promise<Kept> => {
  const query = `
    insert into observation (county, period, element_code, place_id, revision, id, value, status, as_of, reason, batch_id,
      recorded_on, period_end)
    select ${literal(as.county)}, ${literal(as.period)}, sent.element, unit.place_id, sent.revision, sent.id, trim_scale(sent.value),
      sent.status, sent.as_of, sent.reason, ${literal(as.batchId)}::uuid, ${literal(as.recordedOn)}::date,
      ${literal(as.periodEnd)}::date
    from staged_row sent join staged_unit unit on unit.code = sent.unit
    where not exists (select from staged_verdict verdict where verdict.line = sent.line)
    order by sent.element, unit.place_id, sent.revision
    returning ${setRowText}`;
  const hash = createHash('sha256');
  let count = 0;
  const digesting = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      // COPY's text format escapes nothing here: codes, ids, decimals and dates have no backslash and no control character.
      hash.update(chunk);
      for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, at + 1)) count += 1;
      done();
    },
  });
  await pipeline(client.query(copyTo(`copy (${query}) to stdout`)), digesting);
  return { count, digest: hash.digest('hex') };
};

/**
 * How many of the kept rows superseded: each that follows a lower revision, of before or of the same batch, and is above all
 * that were known before. A lower one that comes late enters the history and supersedes nothing. It goes by the staged rows,
 * so that a small batch reads little of a large period; call it after `keepRows`, in its transaction.
 */
export const countSuperseding = async (tx: Transaction<DB>, { county, period, batchId }: KeptAs): Promise<number> => {
  const sameValue = sql`other.county = ${county} and other.period = ${period} and other.element_code = sent.element
    and other.place_id = unit.place_id`;
  const { rows } = await sql<{ count: string }>`
    select count(*) as count from staged_row sent join staged_unit unit on unit.code = sent.unit
    where sent.revision > 1 and not exists (select from staged_verdict verdict where verdict.line = sent.line)
      and exists (select from observation other where ${sameValue} and other.revision < sent.revision)
      and not exists (
        select from observation other
        where ${sameValue} and other.revision > sent.revision and other.batch_id <> ${batchId}
      )`.execute(tx);
  return Number(rows[0]?.count ?? 0);
};
