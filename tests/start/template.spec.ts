// The databases of specs are real, migrated, and apart from each other.
import { Client } from 'pg';
import { pino } from 'pino';
import { afterAll, expect, it } from 'vitest';
import { migrateServices } from '#kernel/database/migrate-services.ts';
import { emptyDatabase, passwordOf, type TestDatabase, testDatabase } from '../support/postgres.ts';

const open: TestDatabase[] = [];
afterAll(() => Promise.all(open.map((database) => database.drop())));

const ask = async (url: string, sql: string): Promise<unknown[]> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
};

it('gives two spec files two databases with the tables of every service', async () => {
  const [one, other] = await Promise.all([testDatabase(), testDatabase()]);
  open.push(one, other);
  expect(one.name).not.toBe(other.name);
  const tables = "select count(*)::int as count from information_schema.tables where table_schema = 'targets'";
  const [row] = await ask(one.url(), tables);
  expect(row).toHaveProperty('count', expect.any(Number));
  expect(await ask(one.url('targets'), 'select current_user as role')).toEqual([{ role: 'targets' }]);
  await ask(one.url(), 'create table public.mark (id int)');
  await expect(ask(other.url(), 'select * from public.mark')).rejects.toMatchObject({ code: '42P01' });
});

it('lets four programs that start at once migrate one empty database, each migration once', async () => {
  const database = await emptyDatabase();
  open.push(database);
  const settings = { superuserUrl: database.url(), passwordOf, logger: pino({ level: 'silent' }) };
  await Promise.all([1, 2, 3, 4].map(() => migrateServices(settings)));
  const applied = await ask(
    database.url('targets_owner'),
    'select name, count(*) from targets.schema_migration group by name',
  );
  expect(applied.length).toBeGreaterThan(0);
  const template = await testDatabase();
  open.push(template);
  const names = await ask(template.url('targets_owner'), 'select name from targets.schema_migration');
  expect(names).toHaveLength(applied.length);
});
