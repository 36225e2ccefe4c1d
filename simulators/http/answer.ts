// Rows as NDJSON: sent as they are made, or cut off by a planted fault.
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';

export const ndjson = 'application/x-ndjson';

/** Rows travel in chunks of about this many characters: fewer writes, and a bounded buffer. */
const chunkCharacters = 64 * 1024;

/** Rows as text, a line each, gathered into chunks. A row is made when the receiver asks for it. */
const chunks = function* (rows: Iterable<unknown>): Generator<string> {
  let chunk = '';
  for (const row of rows) {
    chunk += `${JSON.stringify(row)}\n`;
    if (chunk.length < chunkCharacters) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
};

/** A stream of rows that makes at most two chunks more than the receiver took. */
export const rowStream = (rows: Iterable<unknown>): Readable => Readable.from(chunks(rows), { highWaterMark: 2 });

/** Sends the first chunk of an answer and cuts the connection before the last one. */
export const cutRows = async (response: ServerResponse, status: number, rows: Iterable<unknown>): Promise<void> => {
  response.writeHead(status, { 'content-type': ndjson });
  const [first = ''] = chunks(rows);
  await new Promise((resolve) => response.write(first, resolve));
  response.destroy();
};
