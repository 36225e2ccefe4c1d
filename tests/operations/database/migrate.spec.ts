// Migrations are applied once each, by the owner of a schema alone, and a program knows when it is too old.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate, SchemaTooNew } from '#kernel/database/migrate.ts';
import { Client } from '#kernel/database/pg.ts';
import { roleOf, serviceNames } from '#kernel/database/provision.ts';
import { emptyDatabase, type TestDatabase } from '../../support/postgres.ts';

const schema = 'targets';
const logger = pino({ level: 'silent' });
let home: TestDatabase;
let folder = '';

beforeAll(async () => {
  home = await emptyDatabase();
  folder = await mkdtemp(join(tmpdir(), 'jixiao-migrate-'));
  await writeFile(
    join(folder, '0001-things.sql'),
    'create table thing (id int primary key);\ninsert into thing values (1);\n',
  );
});
afterAll(async () => {
  await home.drop();
  await rm(folder, { recursive: true, force: true });
});

const run = (path = folder): Promise<void> =>
  migrate({ url: home.url(roleOf(schema, 'owner')), schema, directories: [{ prefix: 'own', path }], logger });

const rows = async <Row>(text: string, role?: string): Promise<Row[]> => {
  const client = new Client({ connectionString: home.url(role) });
  await client.connect();
  try {
    return (await client.query(text)).rows as Row[];
  } finally {
    await client.end();
  }
};

describe('a migration', () => {
  test('is applied once by ten processes that start at once', async () => {
    await Promise.all(Array.from({ length: 10 }, () => run()));
    expect(await rows('select id from targets.thing')).toEqual([{ id: 1 }]);
    expect(await rows('select name from targets.schema_migration')).toEqual([{ name: '0-own-0001-things' }]);
  });

  test('that fails leaves nothing behind and names what failed', async () => {
    const broken = await mkdtemp(join(tmpdir(), 'jixiao-migrate-'));
    await writeFile(join(broken, '0001-things.sql'), '');
    await writeFile(join(broken, '0002-half.sql'), 'create table half (id int);\nselect 1/0;\n');
    await expect(run(broken)).rejects.toThrow(/division by zero/);
    expect(await rows("select to_regclass('targets.half') as found")).toEqual([{ found: null }]);
    await rm(broken, { recursive: true });
  });

  test('whose file is not named by a number and its purpose is refused', async () => {
    const unnamed = await mkdtemp(join(tmpdir(), 'jixiao-migrate-'));
    await writeFile(join(unnamed, 'things.sql'), 'select 1;');
    await expect(run(unnamed)).rejects.toThrow(/not named like 0001-what-it-does\.sql/);
    await rm(unnamed, { recursive: true });
  });
});

describe('an older program', () => {
  test('goes on with a schema that a newer one has only added to', async () => {
    await rows("insert into targets.schema_migration (name, run_on) values ('0-own-0002-more', now())");
    await expect(run()).resolves.toBeUndefined();
  });

  test('refuses a schema that a newer one has changed in a breaking way, and names the change', async () => {
    await rows("insert into targets.schema_migration (name, run_on) values ('0-own-0003-other.breaking', now())");
    await expect(run()).rejects.toThrow(SchemaTooNew);
    await expect(run()).rejects.toThrow(/0-own-0003-other\.breaking/);
  });
});

describe('the roles of a service', () => {
  test.each(serviceNames.filter((name) => name !== schema))(
    'of %s can not enter the schema of another',
    async (service) => {
      for (const kind of ['owner', 'service', 'exchange'] as const) {
        await expect(rows('select * from targets.thing', roleOf(service, kind))).rejects.toThrow(
          /permission denied for schema/,
        );
      }
    },
  );

  test('can neither make tables nor see what they were not granted', async () => {
    await expect(rows('create table targets.own (id int)', schema)).rejects.toThrow(/permission denied/);
    await expect(rows('select * from targets.thing', schema)).rejects.toThrow(/permission denied for table/);
    await expect(rows('create table public.own (id int)', roleOf(schema, 'owner'))).rejects.toThrow(
      /permission denied/,
    );
  });
});
