// How an answer is written: JSON at once, rows as NDJSON under the receiver's back-pressure, or cut off on purpose.
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Rows travel in chunks of about this many characters: fewer writes, and a bounded buffer. */
const chunkCharacters = 64 * 1024;
/** How many chunks of a stream are sent before a planted fault cuts it off. */
const chunksBeforeCut = 1;

/** Rows as text, a line each, gathered into chunks. Nothing is made before the receiver asks for it. */
export const ndjsonChunks = function* (rows: Iterable<unknown>): Generator<string> {
  let chunk = '';
  for (const row of rows) {
    chunk += `${JSON.stringify(row)}\n`;
    if (chunk.length < chunkCharacters) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
};

/** Sends a JSON body, or none; when the answer is to be lost, the connection is cut instead. */
export const sendJson = (
  response: ServerResponse,
  status: number,
  media: string,
  body: unknown,
  lose: boolean,
): void => {
  if (lose) {
    response.destroy();
    return;
  }
  if (body === undefined) {
    response.writeHead(status).end();
    return;
  }
  const bytes = Buffer.from(JSON.stringify(body), 'utf8');
  response.writeHead(status, { 'content-type': media, 'content-length': bytes.length }).end(bytes);
};

/** Sends rows as they are made; when the answer is to be lost, a part is sent and the connection is cut without the last chunk. */
export const sendRows = async (
  response: ServerResponse,
  status: number,
  rows: Iterable<unknown>,
  lose: boolean,
): Promise<void> => {
  response.writeHead(status, { 'content-type': 'application/x-ndjson' });
  if (!lose) return pipeline(Readable.from(ndjsonChunks(rows), { highWaterMark: 2 }), response);
  const part = ndjsonChunks(rows);
  for (let sent = 0; sent < chunksBeforeCut; sent++) {
    const { value } = part.next();
    if (value !== undefined) await new Promise((resolve) => response.write(value, resolve));
  }
  response.destroy();
};
