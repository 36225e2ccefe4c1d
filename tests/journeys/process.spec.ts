// A service's process as its operator meets it: told to stop under load it loses no call, and how it ends says why.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exitCodes } from '#kernel/process/exit-codes.ts';
import { serviceEnvironment } from '../support/distributed/environment.ts';
import { type Program, startProgram } from '../support/distributed/program.ts';
import { distributedServers } from '../support/distributed.ts';
import { emptyDatabase, type TestDatabase, testDatabase } from '../support/postgres.ts';
import { authorizeOffice, beginDay, county, draft } from './support/documents.ts';
import { type CallInFlight, holdTable, takenCall } from './support/in-flight.ts';
import { onStage } from './support/stage.ts';

const calls = Array.from({ length: 50 }, (_, index) => index + 1);
/** Connections of one instance: as many transactions wait in the database at the same time. */
const transactionsAtOnce = 6;
const ground = await distributedServers();

describe.skipIf('skip' in ground)('an instance that is told to stop', () => {
  if ('skip' in ground) return;
  const stage = onStage(ground, { services: ['integration', 'indicators'] });

  const statusesOf = (taken: readonly CallInFlight[]): Promise<number[]> =>
    Promise.all(taken.map(({ status }) => status));

  it('answers the 50 calls that its gateway has taken, then ends with 0', async () => {
    const system = stage();
    await beginDay(system.url, await system.clientToken('svc-scheduler'), '2025-01-02');
    await authorizeOffice(system.url, await system.tokenOf('security-admin'));
    const token = await system.tokenOf('office-1');
    const url = `${system.member('integration', 0).gateway}/api/v1/integration/documents`;
    const hold = await holdTable(system.databaseUrl, 'integration.document');
    const taken = await Promise.all(calls.map((number) => takenCall(url, token, draft(number))));
    await hold.waiting(transactionsAtOnce);
    const ending = system.terminate('integration', 0);
    await hold.release();
    expect(await statusesOf(taken)).toEqual(calls.map(() => 201));
    expect(await ending).toBe(exitCodes.ok);
    await system.start('integration', 0);
  });

  it('answers the calls that gateways have sent it over the bus, then ends with 0', async () => {
    const system = stage();
    const token = await system.tokenOf('office-1');
    const url = `${system.member('integration', 0).gateway}/api/v1/indicators/elements?county=${county}`;
    const hold = await holdTable(system.databaseUrl, 'indicators.data_element');
    const taken = await Promise.all(calls.map(() => takenCall(url, token)));
    await hold.waiting(2 * transactionsAtOnce);
    const ending = system.terminate('indicators', 1);
    await hold.release();
    expect(await statusesOf(taken)).toEqual(calls.map(() => 200));
    expect(await ending).toBe(exitCodes.ok);
  });
});

describe('a process that can not start', () => {
  const stackTrace = /^\s+at .+:\d+:\d+\)?$/m;
  let logFolder = '';
  let database: TestDatabase;
  beforeAll(async () => {
    logFolder = await mkdtemp(join(tmpdir(), 'jixiao-process-'));
    database = await emptyDatabase();
  });
  afterAll(async () => {
    await database.drop();
    await rm(logFolder, { recursive: true, force: true });
  });

  const whole = (databaseUrl: (role: string) => string): Record<string, string> =>
    serviceEnvironment('targets', 0, {
      databaseUrl,
      natsUrl: 'nats://127.0.0.1:1',
      issuer: 'http://127.0.0.1:1/realms/jixiao',
      standstillMs: 2_000,
    });
  const start = (environment: Readonly<Record<string, string>>): Promise<Program> =>
    startProgram({ name: 'targets', file: 'services/targets/main.ts', environment, logFolder });
  const expectEnd = async (program: Program, exitCode: number, ...words: RegExp[]): Promise<void> => {
    expect(await program.ended).toBe(exitCode);
    for (const word of words) expect(program.printed()).toMatch(word);
    expect(program.printed()).not.toMatch(stackTrace);
    expect(program.printed()).not.toContain('test-targets');
  };

  it('names every variable that it lacks, and ends with 78', async () => {
    const missing = ['JIXIAO_DATABASE_URL', 'JIXIAO_NATS_SERVERS', 'JIXIAO_ISSUER', 'JIXIAO_CLIENT_SECRET'];
    await expectEnd(await start({}), exitCodes.config, ...missing.map((name) => new RegExp(`${name} is not set`)));
  });

  it('names a variable that is misspelt and a value that can not be read, and ends with 78', async () => {
    const environment = {
      ...whole((role) => database.url(role)),
      JIXIAO_LOGLEVEL: 'info',
      JIXIAO_INTERNAL_PORT: 'http',
    };
    await expectEnd(
      await start(environment),
      exitCodes.config,
      /JIXIAO_LOGLEVEL is not a variable/,
      /JIXIAO_INTERNAL_PORT \(«http»\) is not a whole number/,
    );
  });

  it('says that its database does not know the password, and ends with 78', async () => {
    const wrong = (role: string): string => database.url(role).replace(`test-${role}`, 'wrong');
    await expectEnd(await start(whole(wrong)), exitCodes.config, /password authentication failed/);
  });

  it('says where its database does not answer, and ends with 69', async () => {
    const nowhere = (role: string): string => `postgres://${role}:test-${role}@127.0.0.1:1/jixiao`;
    await expectEnd(await start(whole(nowhere)), exitCodes.unavailable, /at 127\.0\.0\.1:1 \(ECONNREFUSED\)/);
  });

  it('refuses a schema that a newer program has changed in a breaking way, and ends with 81', async () => {
    const migrated = await testDatabase();
    const client = new Client({ connectionString: migrated.url() });
    await client.connect();
    await client.query(
      "insert into targets.schema_migration (name, run_on) values ('9-targets-9999-later.breaking', now())",
    );
    await client.end();
    const program = await start(whole((role) => migrated.url(role)));
    await expectEnd(program, exitCodes.schemaTooNew, /changed by a newer program \(9-targets-9999-later\.breaking\)/);
    await migrated.drop();
  });
});
