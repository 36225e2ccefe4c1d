// Sends a file as one batch by HTTP and prints the seconds until its answer, and the answer.
import { createReadStream } from 'node:fs';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';

const [url = '', token = '', key = '', file = ''] = process.argv.slice(2);
const began = performance.now();
const outgoing = request(url, {
  method: 'POST',
  headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson', 'idempotency-key': key },
});
const answered = new Promise<{ status: number; body: string }>((resolve, reject) => {
  outgoing.once('error', reject);
  outgoing.once('response', (response) => {
    text(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject);
  });
});
await Promise.all([pipeline(createReadStream(file), outgoing), answered]);
const { status, body } = await answered;
if (status !== 201) throw new Error(`${status}: ${body}`);
const seconds = (performance.now() - began) / 1_000;
process.stdout.write(JSON.stringify({ seconds, answer: JSON.parse(body) as unknown }));
