// How long a key is held and kept: a twin waits its time, an answer counts for seven days, and only older ones are removed.
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Database, openDatabase } from '#kernel/database/database.ts';
import { Client } from '#kernel/database/pg.ts';
import { type TestDatabase, testDatabase } from '../../tests/support/postgres.ts';
import { claim, type IdempotencyClaim, storeAnswer, sweepIdempotency } from './idempotency.ts';

const county = '330381';
const scope = { counties: [county] };
const claimOf = (key: string): IdempotencyClaim => ({ county, client: 'console/office-1', operation: 'spec', key });
const answer = { fingerprint: 'f'.repeat(64), status: 201, body: { id: 'first' }, etag: '"1"' };

let file: TestDatabase;
let database: Database<object>;
let exchange: Database<object>;
let superuser: Client;
const open = (role: string): Database<object> =>
  openDatabase({
    url: file.url(role),
    schema: 'targets',
    applicationName: 'idempotency-spec',
    poolMax: 2,
    logger: pino({ level: 'silent' }),
  });
beforeAll(async () => {
  file = await testDatabase();
  database = open('targets');
  exchange = open('targets_exchange');
  superuser = new Client({ connectionString: file.url(), options: '-c search_path=targets' });
  await superuser.connect();
});
beforeEach(() => superuser.query('delete from idempotency'));
afterAll(async () => {
  await Promise.all([database.close(), exchange.close(), superuser.end()]);
  await file.drop();
});

/** A command that was answered so long ago. */
const answered = async (key: string, age: string): Promise<void> => {
  await database.transact(scope, async (tx) => {
    await claim(tx, claimOf(key));
    await storeAnswer(tx, claimOf(key), answer);
  });
  await superuser.query('update idempotency set stored_at = clock_timestamp() - $2::interval where key = $1', [
    key,
    age,
  ]);
};
const claimed = (key: string) => database.transact(scope, (tx) => claim(tx, claimOf(key)));
const keptKeys = async (): Promise<unknown[]> =>
  (await superuser.query<{ key: string }>('select key from idempotency order by key')).rows.map(({ key }) => key);

test('a twin waits for the request that came first, five seconds at most, and is then told that it is under way', async () => {
  let finish = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    finish = resolve;
  });
  let begun = (): void => undefined;
  const claiming = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const first = database.transact(scope, async (tx) => {
    await claim(tx, claimOf('twin'));
    begun();
    await held;
    await storeAnswer(tx, claimOf('twin'), answer);
  });
  await claiming;
  const startedMs = performance.now();
  await expect(claimed('twin')).rejects.toMatchObject({ code: 'IDEMPOTENCY_IN_PROGRESS' });
  expect(performance.now() - startedMs).toBeGreaterThanOrEqual(4_900);
  finish();
  await first;
  expect(await claimed('twin')).toMatchObject({ status: 201, body: { id: 'first' }, etag: '"1"' });
}, 20_000);

test('a twin of a request that is refused meanwhile is a first one itself', async () => {
  const refused = database.transact(scope, async (tx) => {
    await claim(tx, claimOf('refused'));
    throw new Error('refused');
  });
  await expect(refused).rejects.toThrow('refused');
  expect(await claimed('refused')).toBeUndefined();
});

test.each([
  ['6 days 23 hours', 'is given again', answer.status],
  ['7 days 1 minute', 'counts as none', undefined],
])('an answer that was given %s ago %s', async (age, _what, status) => {
  await answered('old', age);
  expect((await claimed('old'))?.status).toBe(status);
});

test('only answers past their time are removed, so many at once', async () => {
  for (const key of ['old-1', 'old-2', 'old-3']) await answered(key, '7 days 1 minute');
  await answered('young', '6 days 23 hours');
  const sweep = (): Promise<number> => exchange.transact('exchange', (tx) => sweepIdempotency(tx, 2));
  expect([await sweep(), await sweep(), await sweep()]).toEqual([2, 1, 0]);
  expect(await keptKeys()).toEqual(['young']);
});
