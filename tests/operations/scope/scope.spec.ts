// The compiled scope against an independent evaluator, on a real PostgreSQL, for random directories with a past.
import * as fc from 'fast-check';
import { sql, type Transaction } from 'kysely';
import { Client } from 'pg';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '#kernel/database/database.ts';
import { recordPlaces } from '#kernel/scope/replica.ts';
import { compileScope, isInScope, type Scoped } from '#kernel/scope/scope.ts';
import { type Instant, type IsoDate, isoDate } from '#kernel/values/date.ts';
import { businessId } from '#kernel/values/identifier.ts';
import type { PlaceHistory, PlaceVersion } from '#kernel/values/place-version.ts';
import { openDirectory } from '../../../simulators/directory-data/directory.ts';
import { type TestDatabase, testDatabase } from '../../support/postgres.ts';
import { days, happenings, placeOf, play } from './random-directory.ts';
import { slowlyInScope } from './slow-scope.ts';

interface Tables {
  readonly scope_probe: { readonly id: number; readonly place_id: string; readonly business_date: string };
}
type Tx = Transaction<Tables>;

const seed = 20_261_123;
const counties = { counties: ['330381'] };
const instant = (second: number): Instant => new Date(Date.UTC(2026, 0, 1) + second * 1_000).toISOString() as Instant;

let cluster: TestDatabase;
let database: Database<Tables>;

beforeAll(async () => {
  cluster = await testDatabase();
  const owner = new Client({ connectionString: cluster.url('targets_owner') });
  await owner.connect();
  await owner.query(
    'create table targets.scope_probe (id int primary key, place_id uuid not null, business_date date not null)',
  );
  await owner.query('create index on targets.scope_probe (place_id)');
  await owner.query('grant all on targets.scope_probe to targets');
  await owner.end();
  database = openDatabase<Tables>({
    url: cluster.url('targets'),
    schema: 'targets',
    applicationName: 'scope-spec',
    poolMax: 2,
    logger: pino({ level: 'silent' }),
  });
});
afterAll(async () => {
  await database.close();
  await cluster.drop();
});

/** Runs in a transaction that leaves nothing behind. */
const rolledBack = async (work: (tx: Tx) => Promise<void>): Promise<void> => {
  const enough = new Error('enough');
  await database
    .transact(counties, async (tx) => {
      await work(tx);
      throw enough;
    })
    .catch((error: unknown) => {
      if (error !== enough) throw error;
    });
};

const probe = (tx: Tx, rows: readonly { place: string; date: string }[]): Promise<unknown> =>
  sql`insert into scope_probe select ordinality - 1, (row ->> 'place')::uuid, (row ->> 'date')::date
      from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) with ordinality as given (row, ordinality)`.execute(tx);

const visible = async (tx: Tx, caller: Scoped): Promise<number[]> => {
  const rows = await tx
    .selectFrom('scope_probe')
    .select('id')
    .where(compileScope(caller, { place: sql.ref('place_id'), date: sql.ref('business_date') }))
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
};

const version = (over: Partial<PlaceVersion> = {}): PlaceVersion => ({
  validFrom: isoDate('2020-01-01'),
  validTo: null,
  code: '330381001000',
  name: '安阳街道',
  kind: 'subdistrict',
  parentId: null,
  ...over,
});
const [county, township, neighbour] = [placeOf(0), placeOf(1), placeOf(2)];
/** A township that moves from one county to another in the middle of 2024. */
const moved: readonly PlaceHistory[] = [
  { placeId: county, versions: [version()] },
  { placeId: neighbour, versions: [version()] },
  {
    placeId: township,
    versions: [
      version({ validTo: isoDate('2024-07-01'), parentId: county }),
      version({ validFrom: isoDate('2024-07-01'), parentId: neighbour }),
    ],
  },
];

describe('a scope is a subtree of the directory as of the business date of the record', () => {
  test('it equals what an independent evaluator finds, on random directories and after each correction of them', async () => {
    const dates = [...days, isoDate('2020-12-31'), isoDate('2022-06-30'), isoDate('2024-03-01'), isoDate('2030-01-01')];
    const property = fc.asyncProperty(
      happenings,
      fc.nat(100),
      fc.array(fc.array(fc.nat(35), { maxLength: 4 }), { minLength: 1, maxLength: 5 }),
      (all, share, roots) =>
        rolledBack(async (tx) => {
          const rows = Array.from({ length: 33 }, (_, place) =>
            dates.map((date) => ({ place: placeOf(place), date })),
          ).flat();
          await probe(tx, rows);
          // First a part of what happened is known, then all of it: the second replaces what the first said.
          const partly = play(all.slice(0, Math.ceil((all.length * share) / 100)));
          for (const [second, histories] of [partly, play(all)].entries()) {
            await recordPlaces(tx, histories, instant(second));
            for (const numbers of roots) {
              const places = numbers.map(placeOf);
              const wanted = rows.flatMap(({ place, date }, id) =>
                slowlyInScope(histories, places, place, date) ? [id] : [],
              );
              expect(await visible(tx, { places })).toEqual(wanted);
            }
          }
        }),
    );
    // fast-check prints the seed and the smallest case when it fails.
    await fc.assert(property, { seed, numRuns: 120 });
  }, 120_000);

  test.each<readonly [string, string, string, boolean]>([
    ['the old county on the last day', county, '2024-06-30', true],
    ['the old county on the day of the move', county, '2024-07-01', false],
    ['the new county on the last day before', neighbour, '2024-06-30', false],
    ['the new county on the day of the move', neighbour, '2024-07-01', true],
    ['the place itself', township, '2024-07-01', true],
    ['the place itself before it was founded', township, '2019-12-31', false],
    ['a place that nobody knows', placeOf(9), '2024-07-01', false],
  ])('a moved township, asked for by %s', async (_name, root, date, want) => {
    await rolledBack(async (tx) => {
      await recordPlaces(tx, moved, instant(0));
      expect(await isInScope(tx, { places: [root] }, township, date as IsoDate)).toBe(want);
    });
  });

  test('a caller without places sees nothing, and a service of ours sees all that its counties leave it', async () => {
    await rolledBack(async (tx) => {
      await recordPlaces(tx, moved, instant(0));
      await probe(tx, [{ place: township, date: '2024-01-01' }]);
      expect(await visible(tx, { places: [] })).toEqual([]);
      expect(await visible(tx, { places: [], service: 'evaluation' })).toEqual([0]);
    });
  });
});

describe('the replica of the directory', () => {
  const known = (tx: Tx) =>
    sql<{ name: string; parent_id: string | null; open: boolean }>`
      select name, parent_id, upper_inf(recorded) as open from directory_place
      where place_id = ${township} order by lower(recorded), lower(valid)`.execute(tx);

  test('the same histories again change nothing', async () => {
    await rolledBack(async (tx) => {
      await recordPlaces(tx, moved, instant(0));
      const { rows: before } = await sql`select xmin::text, * from directory_place union all
        select xmin::text, ancestor, '', '', '', descendant, valid, null from directory_closure`.execute(tx);
      await recordPlaces(tx, moved, instant(1));
      const { rows: after } = await sql`select xmin::text, * from directory_place union all
        select xmin::text, ancestor, '', '', '', descendant, valid, null from directory_closure`.execute(tx);
      expect(after).toEqual(before);
    });
  });

  test('a correction closes what was known and keeps it', async () => {
    await rolledBack(async (tx) => {
      await recordPlaces(tx, moved, instant(0));
      await recordPlaces(
        tx,
        [{ placeId: township, versions: [version({ name: '安阳镇', parentId: county })] }],
        instant(1),
      );
      expect((await known(tx)).rows).toEqual([
        { name: '安阳街道', parent_id: county, open: false },
        { name: '安阳街道', parent_id: neighbour, open: false },
        { name: '安阳镇', parent_id: county, open: true },
      ]);
      expect(await isInScope(tx, { places: [county] }, township, '2025-01-01' as IsoDate)).toBe(true);
    });
  });

  test('a place that was never so is in no scope any more', async () => {
    await rolledBack(async (tx) => {
      await recordPlaces(tx, moved, instant(0));
      await recordPlaces(tx, [{ placeId: township, versions: [] }], instant(1));
      expect(await isInScope(tx, { places: [township] }, township, '2024-01-01' as IsoDate)).toBe(false);
    });
  });

  const may2024 = isoDate('2024-05-01');
  test.each<readonly [string, readonly PlaceHistory[], RegExp]>([
    [
      'days that overlap',
      [{ placeId: county, versions: [version(), version({ validFrom: may2024 })] }],
      /DAYS_OVERLAP/,
    ],
    [
      'days that are none',
      [{ placeId: county, versions: [version({ validFrom: may2024, validTo: may2024 })] }],
      /DAYS_EMPTY/,
    ],
    ['a place under itself', [{ placeId: county, versions: [version({ parentId: county })] }], /UNDER_ITSELF/],
    ['a place told twice', [moved[0], moved[0]].filter((history) => history !== undefined), /TWICE/],
    [
      'places under one another',
      [
        { placeId: county, versions: [version({ parentId: township })] },
        { placeId: township, versions: [version({ parentId: neighbour })] },
        { placeId: neighbour, versions: [version({ parentId: county })] },
      ],
      /lies under itself/,
    ],
  ])('%s are refused', async (_name, histories, fault) => {
    await rolledBack(async (tx) => {
      await expect(recordPlaces(tx, histories, instant(0))).rejects.toThrow(fault);
    });
  });

  test('two places that were under one another at different times are no circle', async () => {
    await rolledBack(async (tx) => {
      const [first, second] = [version({ validTo: may2024 }), version({ validFrom: may2024 })];
      await recordPlaces(
        tx,
        [
          { placeId: county, versions: [{ ...first, parentId: neighbour }, second] },
          { placeId: neighbour, versions: [first, { ...second, parentId: county }] },
        ],
        instant(0),
      );
      expect(await isInScope(tx, { places: [county] }, neighbour, may2024)).toBe(true);
    });
  });

  test('the whole country is taken in, and a township is found in it by the index', async () => {
    const idOf = (code: string): string => businessId('place', code);
    const histories = openDirectory().places.map(({ code, name, kind, parent }) => ({
      placeId: idOf(code),
      versions: [version({ code, name, kind, parentId: parent === null ? null : idOf(parent) })],
    }));
    await rolledBack(async (tx) => {
      await recordPlaces(tx, histories, instant(0));
      await sql`insert into scope_probe select row_number() over (), place_id, '2025-01-01' from directory_place`.execute(
        tx,
      );
      expect(await visible(tx, { places: [idOf('330381000000')] })).toHaveLength(24);
      const scope = compileScope(
        { places: [idOf('330381001000')] },
        { place: sql.ref('place_id'), date: sql.ref('business_date') },
      );
      const { rows } = await sql<{ 'QUERY PLAN': string }>`explain select id from scope_probe where ${scope}`.execute(
        tx,
      );
      expect(rows.map((row) => row['QUERY PLAN']).join('\n')).not.toContain('Seq Scan on directory_closure');
    });
    // 41,352 places with their closure: a busy machine needs its time.
  }, 120_000);
});
