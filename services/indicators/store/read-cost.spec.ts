// What reading costs: a small correction reads little of its large period, and a freeze reads each observation once.
import { Readable } from 'node:stream';
import { type QueryExecutorProvider, sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { operations } from '#contracts/generated/indicators.ts';
import { type Database, openDatabase } from '#kernel/database/database.ts';
import { isoDate } from '#kernel/values/date.ts';
import { businessId } from '#kernel/values/identifier.ts';
import { element, indicatorsUnderTest, ndjson, people, row } from '../../../tests/support/observations.ts';
import type { ServiceUnderTest } from '../../../tests/support/service.ts';
import { county, placeCodes, placeIdOf } from '../../../tests/support/small-directory.ts';
import type { Received } from '../handler.ts';
import { stageRows } from '../intake/stage-rows.ts';
import { frozenRows } from './cycle-observations.ts';
import { judgeRows } from './judge-rows.ts';
import { countSuperseding, keepRows } from './keep-rows.ts';
import { readBatchPage } from './observation-set.ts';
import type { DB } from './tables.ts';

const period = '2025-03';
const plantedRows = 12_000;
const today = isoDate('2025-09-10');
const periodBegin = isoDate('2025-03-01');
const periodEnd = isoDate('2025-03-31');
const codes = ['EC-1', 'EC-2'];
const placeIds = [placeIdOf(placeCodes.first), placeIdOf(placeCodes.second)];
/** Elements beside those two, so that each place has many values of the period. */
const others = plantedRows / placeIds.length - codes.length;

let service: ServiceUnderTest<operations, Received>;
let database: Database<DB>;
beforeAll(async () => {
  service = await indicatorsUnderTest();
  database = openDatabase<DB>({
    url: service.url('indicators'),
    schema: 'indicators',
    applicationName: 'read-cost-spec',
    poolMax: 1,
    logger: pino({ level: 'silent' }),
  });
  await service.ask('putElements', { query: { county }, body: { elements: [element('EC-2')] } }, people.integration);
  await service.sql(
    `insert into observation (county, period, element_code, place_id, revision, id, value, status, as_of, batch_id,
       recorded_on, period_end)
     select $1, $2, code, place, 1, gen_random_uuid(), 1, 'confirmed', '2025-04-08', gen_random_uuid(), '2025-09-10', '2025-03-31'
     from unnest($3::uuid[]) place, (
       select unnest($4::text[]) as code union all select 'X-' || lpad(n::text, 6, '0') from generate_series(1, $5::int) n) codes`,
    [county, period, placeIds, codes, others],
  );
  await service.sql('analyze observation');
});
afterAll(async () => {
  await database.close();
  await service.stop();
});

/** Rows of the observations that this session has read, by whatever plan. */
const rowsRead = async (tx: QueryExecutorProvider): Promise<number> => {
  const { rows } = await sql<{ read: string }>`
    select seq_tup_read + idx_tup_fetch as read from pg_stat_xact_user_tables
    where schemaname = 'indicators' and relname = 'observation'`.execute(tx);
  return Number(rows[0]?.read ?? 0);
};

const counted = async <T>(tx: QueryExecutorProvider, work: () => Promise<T>): Promise<{ read: number; result: T }> => {
  const before = await rowsRead(tx);
  const result = await work();
  return { read: (await rowsRead(tx)) - before, result };
};

test('a correction of four rows reads little of its period, however much that holds', async () => {
  const corrections = codes.flatMap((code) =>
    [placeCodes.first, placeCodes.second].map((unit) =>
      row({ element: code, unit, revision: 2, value: '2', status: 'corrected', reason: '复核' }),
    ),
  );
  const batchId = businessId('observation-batch', 'correction');
  const as = { county, period, periodEnd, batchId, recordedOn: today };
  await database.transactRaw({ counties: [county] }, async (tx, client) => {
    const body = {
      contentType: 'application/x-ndjson',
      bytes: Readable.from(ndjson(corrections).map((line) => Buffer.from(line))),
    };
    await stageRows(client, body, { county, period });
    const sender = { service: 'integration', places: [] } as const;
    const by = {
      county,
      period,
      periodKind: 'month',
      periodBegin,
      periodEnd,
      today,
      sender,
      department: undefined,
    } as const;
    const judged = await counted(tx, () => judgeRows(tx, by));
    expect(judged.result).toEqual({ rejected: 0, unchanged: 0 });
    const kept = await counted(tx, () => keepRows(client, as));
    const superseding = await counted(tx, () => countSuperseding(tx, as));
    const page = await counted(tx, () => readBatchPage(tx, { county, period, id: batchId }, undefined));
    expect([kept.result.count, superseding.result, page.result.items.length]).toEqual([4, 4, 4]);
    for (const { read } of [judged, kept, superseding, page]) expect(read).toBeLessThan(50);
  });
});

test('a freeze of many pages reads each observation once', async () => {
  const elements = Array.from({ length: others }, (_, index) => ({
    code: `X-${String(index + 1).padStart(6, '0')}`,
    asOf: today,
    position: null,
  }));
  const freeze = {
    county,
    cycleId: businessId('cycle', 'large'),
    elements,
    placeIds,
    periods: [period],
    orderedOn: today,
    freezeNumber: null,
  };
  await database.transact({ counties: [county] }, async (tx) => {
    const { read, result } = await counted(tx, async () => {
      let keys = 0;
      for await (const { key } of frozenRows(tx, freeze)) keys += key === '' ? 0 : 1;
      return keys;
    });
    expect(result).toBe(others * placeIds.length);
    expect(read).toBeLessThan(plantedRows * 1.1);
  });
});
