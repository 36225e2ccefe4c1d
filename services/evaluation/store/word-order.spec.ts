// The words and signatures of release 0.1 get their places in the order that they were given in, and a cycle counts on from there.
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '#kernel/database/migrate.ts';
import { migrationDirectories } from '#kernel/database/migrate-services.ts';
import { Client } from '#kernel/database/pg.ts';
import { roleOf } from '#kernel/database/provision.ts';
import { businessId } from '#kernel/values/identifier.ts';
import { emptyDatabase, type TestDatabase } from '../../../tests/support/postgres.ts';

const schema = 'evaluation';
const logger = pino({ level: 'silent' });
const [collecting, frozen] = [businessId('cycle', '2025'), businessId('cycle', '2024')];
let home: TestDatabase;
let released = '';

const rows = async (text: string, values: readonly unknown[] = []): Promise<unknown[]> => {
  const client = new Client({
    connectionString: home.url(roleOf(schema, 'owner')),
    options: `-c search_path=${schema}`,
  });
  await client.connect();
  try {
    return (await client.query(text, [...values])).rows;
  } finally {
    await client.end();
  }
};

const migrateFrom = (own: string): Promise<void> =>
  migrate({
    url: home.url(roleOf(schema, 'owner')),
    schema,
    directories: migrationDirectories(schema).map(({ prefix, path }) => ({
      prefix,
      path: prefix === schema ? own : path,
    })),
    logger,
  });

const openCycle = async (id: string, year: number, state: string): Promise<void> => {
  const reopenings = JSON.stringify([{ reopenedOn: '2026-01-20' }, { reopenedOn: '2026-01-22' }]);
  await rows(
    `insert into cycle (county, id, kind, year, name, month_from, month_to, state, version, indicator_system_id, rules, groups,
       unit_count, opened_on, reopenings)
     values ('330381', $1, 'annual', $2, '年度考核', '2025-01', '2025-12', $3, 1, $4, '{}', '[]', 1, '2025-01-10', $5)`,
    [id, year, state, businessId('indicator-system', 'small'), reopenings],
  );
  await rows(
    `insert into unit (county, cycle_id, id, place_id, place_code, class_code, group_code)
     values ('330381', $1, $1, $1, '330381001000', 'plain', 'all')`,
    [id],
  );
};

/** A word of a unit or a signature of a department, each the next of the database. */
const say = (cycleId: string, number: number, day: string, table: 'value_confirmation' | 'value_signature') =>
  rows(
    table === 'value_confirmation'
      ? `insert into value_confirmation (county, id, cycle_id, unit_id, number, outcome, disputes, said_on, said_by)
         values ('330381', gen_random_uuid(), $1, $1, $2, 'confirmed', '[]', $3, 'signer')`
      : `insert into value_signature (county, id, cycle_id, organisation_id, number, element_codes, signed_on, signed_by)
         values ('330381', gen_random_uuid(), $1, $1, $2, array['E-1'], $3, 'verifier')`,
    [cycleId, number, day],
  );

beforeAll(async () => {
  home = await emptyDatabase();
  const own = migrationDirectories(schema).find(({ prefix }) => prefix === schema)?.path ?? '';
  released = await mkdtemp(join(tmpdir(), 'jixiao-word-order-'));
  for (const name of (await readdir(own)).filter((file) => file < '0006'))
    await cp(join(own, name), join(released, name));
  await migrateFrom(released);
  await rows(
    `insert into indicator_system (county, id, code, version, published_on, system)
     values ('330381', $1, 'small', 1, '2025-01-06', '{}')`,
    [businessId('indicator-system', 'small')],
  );
  await openCycle(collecting, 2025, 'collecting');
  await openCycle(frozen, 2024, 'freezing');
  await say(collecting, 1, '2026-01-19', 'value_signature');
  await say(frozen, 1, '2026-01-19', 'value_signature');
  await say(collecting, 1, '2026-01-21', 'value_confirmation');
  await rows("select nextval('value_word')");
  await say(collecting, 2, '2026-01-22', 'value_signature');
  await say(frozen, 1, '2026-01-22', 'value_confirmation');
  await migrateFrom(own);
});
afterAll(async () => {
  await home.drop();
  await rm(released, { recursive: true, force: true });
});

test('each cycle counts its own, from 1 and without the gaps that a sequence had', async () => {
  const said = (cycleId: string) =>
    rows(
      `select ordinal::int, number, table_name from (
         select ordinal, number, 'signature' as table_name, cycle_id from value_signature
         union all select ordinal, number, 'confirmation', cycle_id from value_confirmation
       ) word where cycle_id = $1 order by ordinal`,
      [cycleId],
    );
  expect(await said(collecting)).toEqual([
    { ordinal: 1, number: 1, table_name: 'signature' },
    { ordinal: 2, number: 1, table_name: 'confirmation' },
    { ordinal: 3, number: 2, table_name: 'signature' },
  ]);
  expect(await said(frozen)).toEqual([
    { ordinal: 1, number: 1, table_name: 'signature' },
    { ordinal: 2, number: 1, table_name: 'confirmation' },
  ]);
});

test('a cycle that collects counts what was said since the day of its reopening, one that was closed what it was closed by', async () => {
  expect(await rows('select id, reopenings from cycle order by year')).toEqual([
    { id: frozen, reopenings: [{ reopenedOn: '2026-01-20' }, { reopenedOn: '2026-01-22' }] },
    { id: collecting, reopenings: [{ reopenedOn: '2026-01-20' }, { reopenedOn: '2026-01-22', wordsBefore: 2 }] },
  ]);
});

test('a place is given once', async () => {
  await expect(say(collecting, 3, '2026-01-23', 'value_signature')).rejects.toThrow('ordinal');
});
