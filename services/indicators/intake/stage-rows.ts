// The rows of a batch on their way from the request into a temporary table: read line by line, written by COPY.
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import type { PoolClient } from '#kernel/database/pg.ts';
import { problem } from '#kernel/problem/problem.ts';
import { businessId } from '#kernel/values/identifier.ts';
import { type ObservationRow, readRow } from '../domain/observation-row.ts';
import { rowReject } from '../domain/row-reject.ts';
import { type Line, lineBytesMax, lineCutter } from './lines.ts';
import { type RowFormat, rowFormatOf } from './row-format.ts';
import { rowsMax, shownContent, type Tally, tally } from './tally.ts';

/** What is known of a batch when its rows are staged. */
export type StagedBatch = {
  readonly tally: Tally;
  /** SHA-256 of the bytes that came. */
  readonly digest: string;
};

/** What the rows of a batch have in common. */
export type BatchOf = { readonly county: string; readonly period: string };

// Temporary, so that COPY is not refused by row-level security (E14) and nothing of it outlives the transaction.
const stagingTable = `
  create temporary table staged_row (
    line int not null, id uuid not null, element text collate "C" not null, unit text not null, revision int not null,
    value numeric not null, status text not null, as_of date not null, reason text
  ) on commit drop`;
const copyRows = 'copy staged_row (line, id, element, unit, revision, value, status, as_of, reason) from stdin';

const lineFaults = { TOO_LONG: `长于 ${lineBytesMax} 字节`, NOT_UTF8: '不是有效的 UTF-8' } as const;

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** A text of COPY's text format; null is its own mark. The other fields of a row need no escape, since their patterns allow none. */
const copyText = (text: string | null): string =>
  text === null ? '\\N' : text.replaceAll(/[\\\t\n\r]/g, (character) => escapes[character] ?? character);

const copyLine = (line: number, id: string, row: ObservationRow): string =>
  `${line}\t${id}\t${row.element}\t${row.unit}\t${row.revision}\t${row.value}\t${row.status}\t${row.asOf}\t${copyText(row.reason)}\n`;

/** Reads the lines of a batch: what is a row becomes a line of COPY, what is none goes to the tally. */
const rowReader = (format: RowFormat, batch: BatchOf, counts: Tally): ((lines: readonly Line[]) => string) => {
  const { county, period } = batch;
  let headerDue = format.header !== undefined;
  return (lines) => {
    let out = '';
    for (const { number, text, fault } of lines) {
      if (headerDue) {
        format.header?.(text);
        headerDue = false;
        continue;
      }
      if (counts.countRow() > rowsMax) throw problem('BATCH_TOO_LONG', { limit: rowsMax });
      const raw = fault === undefined ? format.read(text) : lineFaults[fault];
      const row = typeof raw === 'string' ? rowReject('ROW_MALFORMED', { what: raw }) : readRow(raw, period);
      if ('code' in row) counts.reject({ ...row, line: number, content: shownContent(text) });
      else out += copyLine(number, businessId('observation', county, period, row.element, row.unit), row);
    }
    return out;
  };
};

/**
 * Stages the rows of a batch in the temporary table `staged_row` of the open transaction, in constant memory. Throws
 * BATCH_TOO_LONG, and BATCH_UNREADABLE for a CSV header that is not the contract's or for a body without rows.
 */
export const stageRows = async (
  client: PoolClient,
  body: { readonly contentType: string; readonly bytes: Readable },
  batch: BatchOf,
): Promise<StagedBatch> => {
  await client.query(stagingTable);
  const counts = tally();
  const hash = createHash('sha256');
  const cutter = lineCutter();
  const read = rowReader(rowFormatOf(body.contentType), batch, counts);
  // As bytes: a text that was put together from thousands of parts would wait for the database with all of them.
  const copyLines = async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      hash.update(chunk);
      const out = read(cutter.take(chunk));
      if (out !== '') yield Buffer.from(out, 'utf8');
    }
    yield Buffer.from(read(cutter.end()), 'utf8');
  };
  await pipeline(body.bytes, copyLines, client.query(copyFrom(copyRows)));
  if (counts.rows() === 0) throw problem('BATCH_UNREADABLE', { line: 1, reason: '没有数据行' });
  // Without statistics the planner takes a temporary table for a small one.
  await client.query('analyze staged_row');
  return { tally: counts, digest: hash.digest('hex') };
};
