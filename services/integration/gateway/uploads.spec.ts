// Uploads that take long or break off: one caller's hold up nobody else's, and are no failure of ours.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type ClientRequest, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Client } from '#kernel/database/pg.ts';
import { beginFirstDay } from '../../../tests/support/first-day.ts';
import { until } from '../../../tests/support/integration/partners.ts';
import { type SystemUnderTest, systemUnderTest } from '../../../tests/support/system.ts';

const county = '330381';
const batches = (source: string): string =>
  `/api/v1/indicators/observation-batches?county=${county}&source=${source}&period=2025-01&mode=keep-good`;
const rows = '{"element":"EC-1"}\n';

interface LogLine {
  readonly level: number;
  readonly msg: string;
  readonly code?: string;
  readonly err?: unknown;
}

const lines: LogLine[] = [];
const heard = new Set<() => void>();
const log = new Writable({
  write: (chunk: Buffer, _encoding, done) => {
    for (const line of chunk.toString().trim().split('\n')) lines.push(JSON.parse(line) as LogLine);
    for (const hear of heard) hear();
    done();
  },
});
/** Waits for a line of the log; the test's own time ends a wait for one that never comes. */
const logged = (wanted: (line: LogLine) => boolean): Promise<void> =>
  new Promise((resolve) => {
    const hear = (): void => {
      if (!lines.some(wanted)) return;
      heard.delete(hear);
      resolve();
    };
    heard.add(hear);
    hear();
  });

let system: SystemUnderTest;
const open = new Set<ClientRequest>();

/** Begins an upload; it is not ended. */
const begin = (token: string, path: string, headers: Record<string, string> = {}): ClientRequest => {
  const asking = httpRequest(`${system.url}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/x-ndjson',
      'idempotency-key': randomUUID(),
      ...headers,
    },
  });
  // Whoever breaks off learns no answer.
  asking.on('error', () => undefined);
  open.add(asking);
  return asking;
};
/** Waits until an upload has its place: whoever waits for 100 is asked for the body when somebody reads it. */
const hasPlace = (asking: ClientRequest): Promise<void> =>
  new Promise((resolve) => asking.once('continue', () => resolve()));
const waits = { expect: '100-continue' };
const statusOf = (asking: ClientRequest): Promise<number> =>
  new Promise((resolve, reject) => {
    asking.once('response', (answer) => answer.resume().once('end', () => resolve(answer.statusCode ?? 0)));
    asking.once('error', reject);
  });

beforeAll(async () => {
  system = await systemUnderTest({ logger: pino({ level: 'info' }, log) });
  await beginFirstDay(system, county, '2025-02-07');
  // The day reaches the service of the uploads by its event.
  const client = new Client({ connectionString: system.databaseUrl });
  await client.connect();
  const days = async () => (await client.query('select * from indicators.business_day')).rows[0] as object | undefined;
  await until(days);
  await client.end();
});
afterEach(() => {
  for (const asking of open) asking.destroy();
  open.clear();
});
afterAll(() => system.stop());

describe('the slow uploads of one department', () => {
  test('leave places to others, and its own wait for each other', async () => {
    const finance = await system.tokenOf('filler-finance');
    const slow = Array.from({ length: 8 }, (_, n) => begin(finance, batches(`slow-${n}`), waits));
    const first = await Promise.race(slow.map(async (asking) => hasPlace(asking).then(() => asking)));
    const asked = new Set([first]);
    for (const asking of slow) asking.once('continue', () => asked.add(asking));

    const other = begin(await system.tokenOf('filler-statistics'), batches('other'));
    const answered = statusOf(other);
    other.end(rows);
    expect(await answered).toBe(201);
    // The department's next one begins when the first has ended.
    expect(asked.size).toBe(1);
    const next = Promise.race(slow.filter((asking) => asking !== first).map(hasPlace));
    first.end(rows);
    await next;
    expect(asked.size).toBe(2);
  });

  test('that were given up hold nothing', async () => {
    const next = begin(await system.tokenOf('filler-finance'), batches('next'));
    const answered = statusOf(next);
    next.end(rows);
    expect(await answered).toBe(201);
  });
});

describe('a client that goes away is no failure of ours', () => {
  const failures = (): LogLine[] => lines.filter(({ level, err }) => level >= 40 || err !== undefined);
  beforeAll(() => {
    lines.length = 0;
  });

  test('in the middle of an upload: the log says that at info, without a stack', async () => {
    const asking = begin(await system.clientToken('province-platform'), batches('broken'), waits);
    await hasPlace(asking);
    asking.write(rows.repeat(1_000));
    asking.destroy();
    await logged(({ code }) => code === 'UPLOAD_CUT_OFF');
    expect(failures()).toEqual([]);
  });

  test('before the first byte of an upload', async () => {
    lines.length = 0;
    const asking = begin(await system.clientToken('province-platform'), batches('silent'), waits);
    await hasPlace(asking);
    asking.destroy();
    await logged(({ code }) => code === 'UPLOAD_CUT_OFF');
    expect(failures()).toEqual([]);
  });

  test.each([
    ['that goes by the bus', '/api/v1/integration/documents', 'office-1'],
    ['that goes by HTTP', '/api/v1/evaluation/trial-runs', 'office-1'],
  ])('in the middle of JSON %s', async (_what, path, who) => {
    const asking = begin(await system.tokenOf(who), path, { 'content-type': 'application/json', ...waits });
    await hasPlace(asking);
    asking.write('{"a":');
    asking.destroy();
    // What comes later is answered, and by then that one is gone.
    expect((await fetch(`${system.url}/health/live`)).status).toBe(200);
    expect(failures()).toEqual([]);
  });

  test('while pages are sent to it', async () => {
    const socket = connect(Number(new URL(system.url).port), '127.0.0.1');
    // More than the buffers of a connection hold: the later ones are still due when it is reset.
    socket.write('GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: jixiao\r\n\r\n'.repeat(20));
    await once(socket, 'data');
    socket.pause().resetAndDestroy();
    for (let later = 0; later < 5; later += 1) expect((await fetch(`${system.url}/health/live`)).status).toBe(200);
    expect(failures()).toEqual([]);
  });
});
