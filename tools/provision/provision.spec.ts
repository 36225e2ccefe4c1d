// Provisioning a server for a distributed installation, as an operator runs it: roles, schemas, tables, and files for the processes.
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exitCodes } from '#kernel/process/exit-codes.ts';
import { type EphemeralPostgres, startEphemeralPostgres } from '#tools/postgres/ephemeral.ts';
import { type End, runChild } from '../../tests/start/child.ts';

const project = join(import.meta.dirname, '../..');
// Roles belong to the whole server: the one of the run, whose passwords the other specs know, is left alone.
let server: EphemeralPostgres;
let folder = '';
beforeAll(async () => {
  server = await startEphemeralPostgres({ logger: { info: () => undefined, warn: () => undefined } });
  folder = await mkdtemp(join(tmpdir(), 'jixiao-provision-'));
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const secrets = (): string => join(folder, 'secrets');
const provisioned = (changes: Readonly<Record<string, string>> = {}): Promise<End> =>
  runChild({
    program: process.execPath,
    parameters: [join(project, 'tools/provision/main.ts')],
    folder: project,
    environment: { JIXIAO_SUPERUSER_URL: server.url, JIXIAO_SECRETS_FOLDER: secrets(), ...changes },
  });
const variablesOf = async (name: string): Promise<NodeJS.Dict<string>> =>
  parseEnv(await readFile(join(secrets(), name), 'utf8'));

/** The outcome of a statement at an address: the SQLSTATE, or how many rows there were. */
const outcome = async (address: string | undefined, statement: string): Promise<string | number | null> => {
  const client = new Client({ connectionString: address });
  try {
    await client.connect();
    return (await client.query(statement)).rowCount;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  } finally {
    await client.end();
  }
};

describe('provisioning', () => {
  it('gives each service a role that works in its own schema alone, without the right to change it', async () => {
    expect(await provisioned()).toMatchObject({
      code: exitCodes.ok,
      output: expect.stringContaining('jixiao has its'),
    });
    const { JIXIAO_DATABASE_URL: own } = await variablesOf('targets.env');
    expect(await outcome(own, 'select from targets.business_day')).toBe(0);
    expect(await outcome(own, 'select from evaluation.business_day')).toBe('42501');
    expect(await outcome(own, 'create table targets.more ()')).toBe('42501');
  });

  it('keeps the passwords when it runs again, so that running processes are not locked out', async () => {
    const before = await variablesOf('evaluation.env');
    expect(await provisioned()).toMatchObject({ code: exitCodes.ok });
    expect(await variablesOf('evaluation.env')).toEqual(before);
    expect(await outcome(before['JIXIAO_EXCHANGE_DATABASE_URL'], 'select from evaluation.frame')).toBe(0);
  });

  it('hides the files from others, and the owners from the processes', async () => {
    const files = [
      'evaluation.env',
      'incentives.env',
      'indicators.env',
      'integration.env',
      'owners.env',
      'targets.env',
    ];
    expect((await readdir(secrets())).sort()).toEqual(files);
    for (const file of files) expect((await stat(join(secrets(), file))).mode & 0o777).toBe(0o600);
    expect(await readFile(join(secrets(), 'targets.env'), 'utf8')).not.toContain('_owner');
    const { OWNER_OF_TARGETS: owner } = await variablesOf('owners.env');
    expect(await outcome(owner, 'select from targets.schema_migration where false')).toBe(0);
  });

  const refusals: [string, Record<string, string>, number, RegExp][] = [
    ['an address that is missing', { JIXIAO_SUPERUSER_URL: '' }, exitCodes.config, /JIXIAO_SUPERUSER_URL/],
    ['a server that does not answer', { JIXIAO_SUPERUSER_URL: 'postgres://x:y@127.0.0.1:1/z' }, 69, /127\.0\.0\.1:1/],
  ];
  it.each(refusals)('tells of %s in a sentence', async (_name, changes, code, words) => {
    const end = await provisioned({ ...changes, JIXIAO_SECRETS_FOLDER: join(folder, 'other') });
    expect(end).toMatchObject({ code, output: expect.stringMatching(words) });
    expect(end.output).not.toMatch(/^\s+at /m);
  });

  it('tells of a wrong password in a sentence', async () => {
    const wrong = new URL(server.url);
    wrong.password = 'wrong';
    const end = await provisioned({ JIXIAO_SUPERUSER_URL: wrong.href, JIXIAO_SECRETS_FOLDER: join(folder, 'other') });
    expect(end).toMatchObject({ code: exitCodes.config, output: expect.stringContaining('password authentication') });
  });
});
