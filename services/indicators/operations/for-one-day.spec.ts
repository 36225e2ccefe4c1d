// E20 a long batch holds the day for its end alone: the day moves beside it, and the batch is recorded under the new one.
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { operations } from '#contracts/generated/indicators.ts';
import { until } from '../../../tests/support/integration/partners.ts';
import { indicatorsUnderTest, ndjson, people, rejects, row, send } from '../../../tests/support/observations.ts';
import type { ServiceUnderTest } from '../../../tests/support/service.ts';
import { county, placeCodes } from '../../../tests/support/small-directory.ts';
import type { Received } from '../handler.ts';

let service: ServiceUnderTest<operations, Received>;
let holder: Client;
beforeAll(async () => {
  service = await indicatorsUnderTest();
  holder = new Client({ connectionString: service.url(), options: '-c search_path=indicators' });
  await holder.connect();
});
afterAll(async () => {
  await holder.end();
  await service.stop();
});

/** Keeps every batch from writing until the work is done. */
const whileBatchesAreHeld = async (work: () => Promise<void>): Promise<void> => {
  await holder.query('begin');
  await holder.query('lock table observation in share mode');
  await work();
  await holder.query('commit');
};

/** Resolves when a batch stands before its first write. */
const heldBatch = () =>
  until(async () => {
    const [held] = await service.sql("select from pg_locks where relation = 'observation'::regclass and not granted");
    return held;
  });

describe('E20 while the rows of a batch are written', () => {
  test('the day moves at once, and the batch is of the day on which it is done', async () => {
    let sending: ReturnType<typeof send> | undefined;
    await whileBatchesAreHeld(async () => {
      sending = send(service, ndjson([row()]));
      await heldBatch();
      await service.beginDay(county, '2025-09-11');
    });
    const answer = await sending;
    expect(answer).toMatchObject({ status: 201, body: { receivedOn: '2025-09-11', addedCount: 1 } });
    expect(await service.sql('select recorded_on, batch_id from observation')).toEqual([
      { recorded_on: '2025-09-11', batch_id: answer?.body.id },
    ]);
    expect((await service.sent()).at(-1)).toMatchObject({ business_date: '2025-09-11' });
  });

  test('rows are judged by the day on which they are kept', async () => {
    const ahead = row({ unit: placeCodes.second, asOf: '2025-09-12' });
    let sending: ReturnType<typeof send> | undefined;
    await whileBatchesAreHeld(async () => {
      sending = send(service, ndjson([row({ unit: placeCodes.county }), ahead]));
      await heldBatch();
      await service.beginDay(county, '2025-09-12');
    });
    expect((await sending)?.body).toMatchObject({ state: 'accepted', addedCount: 2, rejectedCount: 0 });
  });

  test('a day that is over keeps what was known on it', async () => {
    const knownOn = async (asOf: string) =>
      (await service.ask('listObservations', { query: { county, period: '2025-08', asOf } }, people.office)).body
        .records;
    let sending: ReturnType<typeof send> | undefined;
    await whileBatchesAreHeld(async () => {
      sending = send(service, ndjson([row({ period: '2025-08', asOf: '2025-09-08' })]), { period: '2025-08' });
      await heldBatch();
      await service.beginDay(county, '2025-09-13');
      expect(await knownOn('2025-09-12')).toEqual([]);
    });
    await sending;
    expect(await knownOn('2025-09-12')).toEqual([]);
    expect(await knownOn('2025-09-13')).toHaveLength(1);
  });

  test('several days that come one after another move on too', async () => {
    let sending: ReturnType<typeof send> | undefined;
    await whileBatchesAreHeld(async () => {
      sending = send(service, ndjson([row({ period: '2025-07', asOf: '2025-08-08' })]), { period: '2025-07' });
      await heldBatch();
      for (const date of ['2025-09-14', '2025-09-15', '2025-09-16']) await service.beginDay(county, date);
    });
    expect((await sending)?.body).toMatchObject({ receivedOn: '2025-09-16' });
  });

  test('what is refused is refused once, although it was judged twice', async () => {
    let sending: ReturnType<typeof send> | undefined;
    await whileBatchesAreHeld(async () => {
      const rows = [row({ period: '2025-06' }), row({ period: '2025-06', element: 'EC-9' })];
      sending = send(service, ndjson(rows), { period: '2025-06' });
      await heldBatch();
      await service.beginDay(county, '2025-09-17');
    });
    const answer = await sending;
    expect(answer?.body).toMatchObject({ state: 'partly-accepted', addedCount: 1, rejectedCount: 1 });
    expect(await rejects(service, answer?.body.id ?? '')).toEqual([[2, 'ELEMENT_UNKNOWN', 'element']]);
  });
});
