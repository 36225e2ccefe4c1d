// The databases of specs: each spec file gets a clone of one migrated template, on the one PostgreSQL of the run.
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { pino } from 'pino';
import { inject } from 'vitest';
import { migrateServices } from '#kernel/database/migrate-services.ts';
import { addressOf, provision } from '#kernel/database/provision.ts';

/** A database of one spec file. `url()` is the superuser's address, `url(role)` that of a role such as `targets_owner`. */
export type TestDatabase = {
  readonly name: string;
  url(role?: string): string;
  drop(): Promise<void>;
};

/** The superuser's address of the run's PostgreSQL, for specs of provisioning itself. */
export function testServerUrl(): string {
  return inject('postgres').url;
}

/** The password that every role has in tests. */
export const passwordOf = (role: string): string => `test-${role}`;

/** A migrated database of its own, cloned from the run's template (made by the first spec that asks). Drop it afterwards. */
export async function testDatabase(): Promise<TestDatabase> {
  const { template } = inject('postgres');
  await withClient(testServerUrl(), async (client) => {
    // The first to come makes the template; the others wait here, and all who come later find it.
    await client.query('select pg_advisory_lock(hashtext($1))', [template]);
    const found = await client.query('select from pg_database where datname = $1', [template]);
    if (found.rowCount === 0) await makeTemplate(client, template);
  });
  return create(template);
}

/** An empty database of its own with roles and schemas but without tables, for specs of migrations. */
export async function emptyDatabase(): Promise<TestDatabase> {
  const name = databaseName();
  await provision(testServerUrl(), name, passwordOf);
  return databaseOf(name);
}

async function makeTemplate(client: Client, template: string): Promise<void> {
  const building = `${template}_building`;
  await client.query(`drop database if exists ${building} with (force)`);
  await provision(testServerUrl(), building, passwordOf);
  await migrateServices({ superuserUrl: databaseOf(building).url(), passwordOf, logger: pino({ level: 'warn' }) });
  await client.query(`alter database ${building} rename to ${template}`);
}

async function create(template: string): Promise<TestDatabase> {
  const name = databaseName();
  await withClient(testServerUrl(), async (client) => {
    await client.query(`create database ${name} template ${template}`);
  });
  return databaseOf(name);
}

function databaseName(): string {
  return `test_${randomUUID().replaceAll('-', '')}`;
}

function databaseOf(name: string): TestDatabase {
  return {
    name,
    url: (role) =>
      addressOf(testServerUrl(), {
        database: name,
        ...(role === undefined ? {} : { user: role, password: passwordOf(role) }),
      }),
    drop: () =>
      withClient(testServerUrl(), async (client) => {
        await client.query(`drop database if exists ${name} with (force)`);
      }),
  };
}

async function withClient(url: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
