// A service's process while it starts, as its supervisor meets it: it lives, it is not ready, and told to stop it ends in time.
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { exitCodes } from '#kernel/process/exit-codes.ts';
import { serviceEnvironment } from '../support/distributed/environment.ts';
import { endOf, type Program, startProgram } from '../support/distributed/program.ts';
import { natsServer } from '../support/nats.ts';
import { emptyDatabase, type TestDatabase, testDatabase } from '../support/postgres.ts';
import { holdTable } from './support/in-flight.ts';

let folder = '';
const programs: Program[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jixiao-starting-'));
});
beforeEach(() => mkdir(join(folder, 'tmp')));
afterEach(async () => {
  for (const program of programs.splice(0)) program.signal('SIGKILL');
  await rm(join(folder, 'tmp'), { recursive: true });
});
afterAll(() => rm(folder, { recursive: true }));

const start = async (database: TestDatabase, natsUrl: string): Promise<Program> => {
  const surroundings = {
    databaseUrl: (role: string) => database.url(role),
    natsUrl,
    issuer: 'http://127.0.0.1:1/realms/jixiao',
    standstillMs: 2_000,
  };
  const environment = { ...serviceEnvironment('targets', 0, surroundings), TMPDIR: join(folder, 'tmp') };
  const program = await startProgram({
    name: 'targets',
    file: 'services/targets/main.ts',
    environment,
    logFolder: folder,
  });
  programs.push(program);
  return program;
};

const statusOf = async (program: Program, path: string): Promise<readonly [number, string]> => {
  const response = await fetch(`${await program.says('managementPort')}${path}`);
  return [response.status, await response.text()];
};

/** Holds back what every migration begins with: the lock that waits for one that is under way. */
const holdMigrations = async (database: TestDatabase): Promise<Client> => {
  const client = new Client({ connectionString: database.url() });
  await client.connect();
  await client.query('create table targets.schema_migration (id serial, name text, run_on timestamp)');
  await client.query('grant all on targets.schema_migration to targets_owner');
  await client.query('begin');
  await client.query('lock table targets.schema_migration in access exclusive mode');
  return client;
};

describe('while its schema is migrated', () => {
  let database: TestDatabase;
  let holder: Client;
  beforeEach(async () => {
    database = await emptyDatabase();
    holder = await holdMigrations(database);
  });
  afterEach(async () => {
    await holder.end();
    await database.drop();
  });

  it('lives, and says for what it is not ready', async () => {
    const program = await start(database, 'nats://127.0.0.1:1');
    expect((await statusOf(program, '/health/live'))[0]).toBe(200);
    expect(await statusOf(program, '/health/ready')).toEqual([
      503,
      expect.stringContaining('schema is being migrated'),
    ]);
  });

  it('told to stop, it ends with 0 and leaves nothing in the folder for temporary files', async () => {
    const program = await start(database, 'nats://127.0.0.1:1');
    await program.says('managementPort');
    await expect.poll(() => readdir(join(folder, 'tmp')), { timeout: 20_000 }).not.toEqual([]);
    expect(await endOf(program)).toBe(exitCodes.ok);
    expect(await readdir(join(folder, 'tmp'))).toEqual([]);
  });
});

/** A server that greets as NATS does, and answers its first connection alone: the broker of a process, its second, waits for ever. */
const halfNats = async (): Promise<{ readonly url: string; readonly asked: () => number; readonly server: Server }> => {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    const answers = connections === 1;
    socket.on('error', () => undefined);
    socket.write('INFO {"server_id":"half","version":"2.11.0","proto":1,"headers":true,"max_payload":1048576}\r\n');
    socket.on('data', (data) => {
      if (answers && data.toString().includes('PING')) socket.write('PONG\r\n');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `nats://127.0.0.1:${port}`, asked: () => connections, server };
};

it('told to stop, a start that hangs is cut off within 10 s, with a code and a sentence of its own', async () => {
  const database = await testDatabase();
  const half = await halfNats();
  const program = await start(database, half.url);
  await expect.poll(half.asked, { timeout: 60_000 }).toBeGreaterThanOrEqual(2);
  const began = performance.now();
  expect(await endOf(program)).toBe(exitCodes.stopLate);
  expect(performance.now() - began).toBeGreaterThan(9_000);
  expect(performance.now() - began).toBeLessThan(20_000);
  expect(program.printed()).toMatch(/did not come to an end within 10 s/);
  half.server.close();
  await database.drop();
}, 90_000);

const nats = await natsServer();

describe.skipIf('skip' in nats)('while its exchange starts', () => {
  if ('skip' in nats) return;
  afterAll(() => nats.stop());

  it('told to stop, it comes up first where it can, since calls may have come in, and ends with 0', async () => {
    const database = await testDatabase();
    const hold = await holdTable(database.url(), 'targets.incarnation');
    const program = await start(database, nats.url);
    await hold.waiting(1);
    const ending = endOf(program);
    await hold.release();
    expect(await ending).toBe(exitCodes.ok);
    expect(program.printed()).toMatch(/the targets service is up/);
    await database.drop();
  }, 60_000);
});
