// The rows of a batch on their way from the request into a temporary table: read line by line, written by COPY.

import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import type { PoolClient } from '#kernel/database/pg.ts';
import { problem } from '#kernel/problem/problem.ts';
import { businessId } from '#kernel/values/identifier.ts';
import { ownValue } from '#kernel/values/own.ts';
import type { Words } from '#kernel/values/words.ts';
import { type ObservationRow, readRow } from '../domain/observation-row.ts';
import { malformedRow } from '../domain/row-reject.ts';
import { requireNarrow, sheetNotUtf8 } from './encoding.ts';
import { lineFeeder } from './line-ends.ts';
import { type Line, lineBytesMax, lineCutter } from './lines.ts';
import { isRawRow, type ReadLine, type RowFormat, rowFormatOf } from './row-format.ts';
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

const lineFaults: Readonly<Record<NonNullable<Line['fault']>, Words>> = {
  TOO_LONG: { zh: `长于 ${lineBytesMax} 字节`, en: `it is longer than ${lineBytesMax} bytes` },
  NOT_UTF8: {
    zh: '不是 UTF-8 编码（可能是 GBK 或 GB18030），请以 UTF-8 编码发送',
    en: 'it is not UTF-8, but maybe GBK or GB18030: send UTF-8',
  },
};

/**
 * What a line is. BATCH_UNREADABLE for a header that is too long, and for a line of a sheet that is not UTF-8: the texts of its
 * other lines can't be trusted either.
 */
const readLine = (format: RowFormat, { number, text, fault }: Line): ReadLine => {
  if (fault === undefined) return format.read(text, number);
  if (fault === 'NOT_UTF8' && format.isSheet) throw problem('BATCH_UNREADABLE', { line: number, reason: sheetNotUtf8 });
  if (format.awaitsHeader())
    throw problem('BATCH_UNREADABLE', { line: number, reason: `CSV 表头长于 ${lineBytesMax} 字节` });
  return lineFaults[fault];
};

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** A text of COPY's text format; null is its own mark. The other fields of a row need no escape, since their patterns allow none. */
const copyText = (text: string | null): string =>
  text === null ? '\\N' : text.replaceAll(/[\\\t\n\r]/g, (character) => ownValue(escapes, character) ?? character);

const copyLine = (line: number, id: string, row: ObservationRow): string =>
  `${line}\t${id}\t${row.element}\t${row.unit}\t${row.revision}\t${row.value}\t${row.status}\t${row.asOf}\t${copyText(row.reason)}\n`;

/** Reads the lines of a batch: what is a row becomes a line of COPY, what is none goes to the tally. */
const rowReader = (format: RowFormat, batch: BatchOf, counts: Tally): ((lines: readonly Line[]) => string) => {
  const { county, period } = batch;
  return (lines) => {
    let out = '';
    for (const line of lines) {
      const { number, text } = line;
      const read = readLine(format, line);
      if (read === 'blank') counts.countBlank();
      if (read === 'blank' || read === 'header') continue;
      if (counts.countRow() > rowsMax) throw problem('BATCH_TOO_LONG', { limit: rowsMax });
      const row = isRawRow(read) ? readRow(read, period) : malformedRow(read);
      if ('code' in row) counts.reject({ ...row, line: number, content: shownContent(text) });
      else out += copyLine(number, businessId('observation', county, period, row.element, row.unit), row);
    }
    return out;
  };
};

/**
 * Stages the rows of a batch in the temporary table `staged_row` of the open transaction, in constant memory. Throws
 * BATCH_TOO_LONG, and BATCH_UNREADABLE for a CSV header that is not the contract's, for a sheet that is not UTF-8 or a body in
 * UTF-16, and for a body without rows.
 */
export const stageRows = async (
  client: PoolClient,
  body: { readonly contentType: string; readonly bytes: Readable },
  batch: BatchOf,
): Promise<StagedBatch> => {
  await client.query(stagingTable);
  const counts = tally();
  const hash = createHash('sha256');
  const cutter = lineCutter(counts.countBlank);
  const format = rowFormatOf(body.contentType);
  const read = rowReader(format, batch, counts);
  const feedLines = format.isSheet ? lineFeeder() : (chunk: Buffer) => chunk;
  const hashed = async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      hash.update(chunk);
      yield chunk;
    }
  };
  // As bytes: a text that was put together from thousands of parts would wait for the database with all of them.
  const copyLines = async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of requireNarrow(chunks, format.isSheet)) {
      const out = read(cutter.take(feedLines(chunk)));
      if (out !== '') yield Buffer.from(out, 'utf8');
    }
    yield Buffer.from(read(cutter.end()), 'utf8');
  };
  await pipeline(body.bytes, hashed, copyLines, client.query(copyFrom(copyRows)));
  if (counts.rows() === 0) throw problem('BATCH_UNREADABLE', { line: 1, reason: '没有数据行' });
  // Without statistics the planner takes a temporary table for a small one.
  await client.query('analyze staged_row');
  return { tally: counts, digest: hash.digest('hex') };
};
