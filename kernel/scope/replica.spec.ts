// Two who record the directory at once wait for each other, so that neither writes what the other has written.
import type { Transaction } from 'kysely';
import { Client } from 'pg';
import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '#kernel/database/database.ts';
import { instant, isoDate } from '#kernel/values/date.ts';
import { businessId } from '#kernel/values/identifier.ts';
import type { PlaceHistory } from '#kernel/values/place-version.ts';
import { until } from '../../tests/support/integration/partners.ts';
import { type TestDatabase, testDatabase } from '../../tests/support/postgres.ts';
import { lockDirectory } from './lock-directory.ts';
import { recordPlaces } from './replica.ts';

const province: PlaceHistory = {
  placeId: businessId('place', '330000000000'),
  versions: [
    {
      validFrom: isoDate('2020-01-01'),
      validTo: null,
      code: '330000000000',
      name: '浙江省',
      kind: 'province',
      parentId: null,
    },
  ],
};
const now = instant('2026-01-01T00:00:00.000Z');
const scope = { counties: ['330381'] };

let home: TestDatabase;
let database: Database<object>;
let superuser: Client;
beforeAll(async () => {
  home = await testDatabase();
  const logger = pino({ level: 'silent' });
  database = openDatabase<object>({
    url: home.url('targets'),
    schema: 'targets',
    applicationName: 'replica-spec',
    poolMax: 2,
    logger,
  });
  superuser = new Client({ connectionString: home.url(), options: '-c search_path=targets' });
  await superuser.connect();
});
afterAll(async () => {
  await superuser.end();
  await database.close();
  await home.drop();
});

/** Resolves when a transaction of this spec waits for another one, whatever the lock is. */
const waits = () =>
  until(async () => {
    const { rows } = await superuser.query(
      "select from pg_stat_activity where application_name = 'replica-spec' and wait_event_type = 'Lock'",
    );
    return rows[0];
  });

test('a place that two learn at once is recorded once, and the second waits for the first', async () => {
  let second: Promise<void> | undefined;
  await database.transact(scope, async (tx: Transaction<object>) => {
    await recordPlaces(tx, [province], now);
    second = database.transact(scope, (other) => recordPlaces(other, [province], now));
    await waits();
  });
  await second;
  const { rows } = await superuser.query('select from directory_place');
  expect(rows).toHaveLength(1);
});

test('who holds the lock of the directory keeps it for comparing and recording', async () => {
  await database.transact(scope, async (tx: Transaction<object>) => {
    await lockDirectory(tx);
    await recordPlaces(tx, [province], now);
  });
  const { rows } = await superuser.query('select from directory_place');
  expect(rows).toHaveLength(1);
});
