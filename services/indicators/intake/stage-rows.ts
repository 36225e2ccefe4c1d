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

const saveAsUtf8 = '请另存为 UTF-8 编码（Excel 中选“CSV UTF-8（逗号分隔）”）';
// Of the whole file; its Chinese is in contracts/phrases.yaml.
const inUtf8 = 'save it in UTF-8, in Excel as CSV UTF-8 (comma delimited)';
const lineFaults = {
  TOO_LONG: `长于 ${lineBytesMax} 字节`,
  NOT_UTF8: `不是 UTF-8 编码，${saveAsUtf8}`,
  UTF_16: `是 UTF-16 编码，${saveAsUtf8}`,
} as const;

/** Refuses a file whose first line shows that it is written in another encoding: else each of its rows would be refused. */
const requireUtf8 = (first: Line, hasHeader: boolean): void => {
  if (first.fault === 'UTF_16')
    throw problem('BATCH_UNREADABLE', { line: 1, reason: `the file is in UTF-16: ${inUtf8}` });
  if (hasHeader && first.fault === 'NOT_UTF8')
    throw problem('BATCH_UNREADABLE', { line: first.number, reason: `the file is not in UTF-8: ${inUtf8}` });
};

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
  let isFirst = true;
  return (lines) => {
    let out = '';
    for (const line of lines) {
      const { number, text, fault } = line;
      if (isFirst) requireUtf8(line, headerDue);
      isFirst = false;
      if (headerDue) {
        headerDue = format.header?.(text) === false;
        continue;
      }
      const raw = fault === undefined ? format.read(text) : lineFaults[fault];
      if (raw === undefined) {
        counts.countBlank(1);
        continue;
      }
      if (counts.countRow() > rowsMax) throw problem('BATCH_TOO_LONG', { limit: rowsMax });
      const row = typeof raw === 'string' ? rowReject('ROW_MALFORMED', { what: raw }) : readRow(raw, period);
      if ('code' in row) counts.reject({ ...row, line: number, content: shownContent(text) });
      else out += copyLine(number, businessId('observation', county, period, row.element, row.unit), row);
    }
    return out;
  };
};

/**
 * Stages the rows of a batch in the temporary table `staged_row` of the open transaction, in constant memory. Throws
 * BATCH_TOO_LONG, BATCH_EMPTY for a body without rows, and BATCH_UNREADABLE for a CSV header that is not the contract's or another
 * encoding.
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
  counts.countBlank(cutter.blank());
  if (counts.rows() === 0) throw problem('BATCH_EMPTY');
  // Without statistics the planner takes a temporary table for a small one.
  await client.query('analyze staged_row');
  return { tally: counts, digest: hash.digest('hex') };
};
