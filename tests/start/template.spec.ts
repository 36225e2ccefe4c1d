// The databases of specs are real, migrated, and apart from each other.
import { Client } from 'pg';
import { afterAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';

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
