// The databases of specs are real, migrated, and apart from each other.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import { migrateServices, migrationDirectories } from '#kernel/database/migrate-services.ts';
import { roleOf, type ServiceName, serviceNames } from '#kernel/database/provision.ts';
import { emptyDatabase, passwordOf, type TestDatabase, testDatabase } from '../support/postgres.ts';

/** A database that is dropped with its test. */
const opened = async (opening: Promise<TestDatabase>): Promise<TestDatabase> => {
  const database = await opening;
  onTestFinished(() => database.drop());
  return database;
};

const ask = async (url: string, sql: string): Promise<Record<string, unknown>[]> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
};

type Migration = { readonly recordedAs: string; readonly text: string };

/** A migration by the name under which its application is recorded. */
const migrationIn = async (folder: string, file: string, set: string): Promise<Migration> => {
  const text = await readFile(join(folder, file), 'utf8');
  const name = `${set}-${file.replace(/\.sql$/, '')}`;
  return { recordedAs: text.startsWith('-- breaking') ? `${name}.breaking` : name, text };
};

/** The migrations of a service in the order in which they are applied. */
const migrationsOf = async (service: ServiceName): Promise<Migration[]> => {
  const sets = migrationDirectories(service).map(async ({ prefix, path }, index) => {
    const files = sorted(await readdir(path));
    return Promise.all(files.map((file) => migrationIn(path, file, `${index}-${prefix}`)));
  });
  return (await Promise.all(sets)).flat();
};

/** The tables of a service by what its migrations say: those of the kernel, its own, and the list of migrations. */
const tablesOf = async (service: ServiceName): Promise<string[]> => {
  const texts = (await migrationsOf(service)).map(({ text }) => text);
  const created = texts.flatMap((text) => [...text.matchAll(/^create (?:unlogged )?table (\w+)/gm)]);
  return sorted([...created.map(([, name = '']) => name), 'schema_migration']);
};

const sorted = (names: readonly string[]): string[] => names.toSorted((a, b) => (a < b ? -1 : 1));

const applied = async (database: TestDatabase, service: ServiceName): Promise<unknown[]> => {
  const rows = await ask(
    database.url(roleOf(service, 'owner')),
    `select name from ${service}.schema_migration order by id`,
  );
  return rows.map(({ name }) => name);
};

it('gives a spec file a database with the tables of every service, and a role for each', async () => {
  const database = await opened(testDatabase());
  const listed = 'select table_schema, table_name from information_schema.tables';
  const tables = await ask(database.url(), `${listed} where table_type = 'BASE TABLE'`);
  for (const service of serviceNames) {
    const found = tables.filter((row) => row['table_schema'] === service).map((row) => String(row['table_name']));
    expect({ service, tables: sorted(found) }).toEqual({ service, tables: await tablesOf(service) });
    expect(await ask(database.url(service), 'select current_user as role')).toEqual([{ role: service }]);
  }
});

it('gives two spec files two databases, of which neither sees what the other makes', async () => {
  const [one, other] = await Promise.all([opened(testDatabase()), opened(testDatabase())]);
  expect(one.name).not.toBe(other.name);
  await ask(one.url(), 'create table public.mark (id int)');
  await expect(ask(other.url(), 'select * from public.mark')).rejects.toMatchObject({ code: '42P01' });
});

it('lets four programs that start at once migrate one empty database, each migration of each service once', async () => {
  const database = await opened(emptyDatabase());
  const settings = { superuserUrl: database.url(), passwordOf, logger: pino({ level: 'silent' }) };
  await Promise.all([1, 2, 3, 4].map(() => migrateServices(settings)));
  for (const service of serviceNames) {
    const names = (await migrationsOf(service)).map(({ recordedAs }) => recordedAs);
    expect({ service, applied: await applied(database, service) }).toEqual({ service, applied: names });
  }
});
