// A system that can not start leaves nothing open: no port, no connection to its database, so that its process can end.
import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client } from 'pg';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { inProcessBus } from '#kernel/bus/in-process.ts';
import { exchangeDefaults } from '#kernel/exchange/limits.ts';
import { createMetrics } from '#kernel/metrics/metrics.ts';
import { openHost } from '#kernel/service/host.ts';
import { type System, startSystem } from '../../deploy/embedded/system.ts';
import { passwordOf, type TestDatabase, testDatabase } from '../support/postgres.ts';

const logger = pino({ level: 'silent' });
let database: TestDatabase;
let taken: Server;
let port = 0;
beforeEach(async () => {
  database = await testDatabase();
  taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  port = (taken.address() as AddressInfo).port;
});
afterEach(async () => {
  await new Promise((resolve) => taken.close(resolve));
  await database.drop();
});

/** Ports on which this process listens. */
const listening = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPServerWrap').length;

/** Ports that were there before any test, such as the runner's own. */
const others = listening();

/** Connections to the database beside the one that asks. */
const connections = async (): Promise<number> => {
  const client = new Client({ connectionString: database.url() });
  await client.connect();
  const { rows } = await client.query<{ n: number }>(
    `select count(*)::int as n from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`,
  );
  await client.end();
  return rows[0]?.n ?? 0;
};

const start = (databaseUrl: (role: string) => string, at: number): Promise<System> =>
  startSystem({
    port: at,
    databaseUrl,
    keys: { passwordOf, keyFor: (purpose) => createHmac('sha256', 'test').update(purpose).digest() },
    environment: 'test',
    logger,
  });

it('a gateway whose port is taken takes partners, services and their ports with it', async () => {
  await expect(start((role) => database.url(role), port)).rejects.toThrow('EADDRINUSE');
  // Closed handles are counted until the next turn of the loop.
  await expect.poll(listening).toBe(others + 1);
  expect(await connections()).toBe(0);
});

it('a service that is refused by its database takes those that have started, and the gateway, with it', async () => {
  await new Promise((resolve) => taken.close(resolve));
  await expect.poll(listening).toBe(others);
  // The last of the five to start.
  const wrong = (role: string): string =>
    role === 'integration_exchange' ? database.url(role).replace(`test-${role}`, 'wrong') : database.url(role);
  await expect(start(wrong, port)).rejects.toThrow('password authentication failed');
  await expect.poll(listening).toBe(others);
  expect(await connections()).toBe(0);
});

it('a host whose internal port is taken closes its bus', async () => {
  const bus = inProcessBus();
  let closed = false;
  const opening = openHost({
    nodeId: 'spec',
    namespace: 'spec',
    bus: {
      ...bus,
      close: async () => {
        closed = true;
        await bus.close();
      },
    },
    internalHost: '127.0.0.1',
    internalPort: port,
    issuer: 'http://127.0.0.1:1/realms/jixiao',
    audience: 'jixiao',
    exchangeConfig: exchangeDefaults,
    databaseUrl: (role) => database.url(role),
    poolMax: 2,
    clientSecretOf: () => 'secret',
    metrics: createMetrics(),
    logger,
  });
  await expect(opening).rejects.toThrow('EADDRINUSE');
  expect(closed).toBe(true);
});
