// E14 a cycle's observations become an immutable numbered set; corrections that come later stay beside it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { operations } from '#contracts/generated/indicators.ts';
import { setDigest } from '#kernel/exchange/handover/set.ts';
import { canonicalJson } from '#kernel/values/canonical-json.ts';
import { businessId } from '#kernel/values/identifier.ts';
import { indicatorsUnderTest, ndjson, people, rejects, row, send } from '../../../tests/support/observations.ts';
import type { ServiceUnderTest } from '../../../tests/support/service.ts';
import { county, placeCodes, placeIdOf } from '../../../tests/support/small-directory.ts';
import type { Received } from '../handler.ts';

const cycleId = businessId('cycle', county, '2025');
const [first, second] = [placeIdOf(placeCodes.first), placeIdOf(placeCodes.second)];
const order = {
  cycleId,
  elementCodes: ['EC-1'],
  placeIds: [first, second],
  from: '2025-01-01',
  to: '2025-06-30',
  orderedOn: '2025-09-10',
};
const correction = { revision: 3, value: '99', status: 'corrected', reason: '复核' };

let service: ServiceUnderTest<operations, Received>;
let announced: Record<string, unknown> = {};

/** A set as a consumer pulls it: its rows, and count and digest as they come out. */
const pullSet = async (setId: string) => {
  const rows: Record<string, unknown>[] = [];
  const digest = setDigest();
  let after: string | null = null;
  do {
    const query: Record<string, string> = { county, ...(after === null ? {} : { after }) };
    const { body } = await service.ask('listObservationSetItems', { path: { setId }, query }, people.evaluation);
    for (const { key, row: item } of body.items) {
      digest.add(key, canonicalJson(item));
      rows.push(item);
    }
    after = body.next;
  } while (after !== null);
  return { rows, count: rows.length, digest: digest.digest() };
};

const freeze = async (more: object = {}) => {
  await service.receive('cn.jixiao.evaluation.CycleFreezeOrdered.v1', county, { ...order, ...more });
  const [event] = (await service.sent()).slice(-1);
  return event?.payload ?? {};
};

beforeAll(async () => {
  service = await indicatorsUnderTest();
  const of = (unit: string, more: object = {}) => row({ unit, ...more });
  const revised = of(placeCodes.first, { revision: 2, value: '13', status: 'corrected', reason: '漏报' });
  await send(service, ndjson([of(placeCodes.first), revised, of(placeCodes.second), of(placeCodes.merged)]));
  await send(service, ndjson([of(placeCodes.first, { element: 'EC-2' })]));
  await send(service, ndjson([of(placeCodes.first, { period: '2025-07' })]), { period: '2025-07' });
  announced = await freeze();
});
afterAll(() => service.stop());

describe('E14 the set of a cycle', () => {
  test('holds the latest revision of the ordered elements, places and periods, and nothing else', async () => {
    const { rows } = await pullSet(String(announced['setId']));
    expect(rows).toHaveLength(2);
    expect(rows).toContainEqual(
      expect.objectContaining({ placeId: first, period: '2025-03', revision: 2, value: '13' }),
    );
    expect(rows).toContainEqual(
      expect.objectContaining({ placeId: second, period: '2025-03', revision: 1, value: '12.5' }),
    );
  });

  test('is announced with the count and digest that its pages come to', async () => {
    const { count, digest } = await pullSet(String(announced['setId']));
    expect(announced).toMatchObject({ cycleId, number: 1, count, digest });
    const path = { setId: String(announced['setId']) };
    const head = await service.ask('getObservationSet', { path, query: { county } }, people.evaluation);
    expect(head.body).toMatchObject({ id: path.setId, county, count, digest });
  });

  test('never moves, although a correction arrives', async () => {
    const before = await pullSet(String(announced['setId']));
    const { body } = await send(service, ndjson([row(correction)]));
    expect(body).toMatchObject({ supersededCount: 1 });
    expect(await pullSet(String(announced['setId']))).toEqual(before);
  });

  test('may be ordered again: the next number holds the correction', async () => {
    const again = await freeze();
    expect(again).toMatchObject({ number: 2, count: 2 });
    const { rows } = await pullSet(String(again['setId']));
    expect(rows).toContainEqual(expect.objectContaining({ revision: 3, value: '99' }));
  });

  test('holds what was known on the day of the order, not what came after', async () => {
    const early = await freeze({ orderedOn: '2025-09-09', cycleId: businessId('cycle', county, 'early') });
    expect(early).toMatchObject({ count: 0 });
  });

  test('is shown to services alone, and not under another county', async () => {
    const path = { setId: String(announced['setId']) };
    const asked = (query: { county: string }, person: Parameters<typeof service.ask>[2]) =>
      service.ask('listObservationSetItems', { path, query }, person);
    expect(await asked({ county }, people.office)).toMatchObject({ code: 'AUTHORITY_MISSING' });
    const both = { ...people.evaluation, counties: [county, '330382'] };
    expect(await asked({ county: '330382' }, both)).toMatchObject({ status: 404 });
    // The claim binds programs as it binds people.
    expect(await asked({ county: '330382' }, people.evaluation)).toMatchObject({ code: 'OUT_OF_SCOPE' });
  });

  test('refuses a key that is none', async () => {
    const path = { setId: String(announced['setId']) };
    const query = { county, after: "x' or 1" };
    expect(await service.ask('listObservationSetItems', { path, query }, people.evaluation)).toMatchObject({
      status: 400,
      code: 'REQUEST_INVALID',
    });
  });
});

describe('a frozen value', () => {
  test.each([
    ['of a place that had none', { unit: placeCodes.second, period: '2025-02' }, '2025-02'],
    ['in a higher revision that is no correction', { revision: 9, value: '1' }, '2025-03'],
  ])('%s is rejected', async (_, more, period) => {
    const { body } = await send(service, ndjson([row(more)]), { period });
    expect(await rejects(service, body.id)).toEqual([[1, 'PERIOD_FROZEN', 'period']]);
  });

  test('that is known already changes nothing and is no fault', async () => {
    const { body } = await send(service, ndjson([row()]));
    expect(body).toMatchObject({ state: 'accepted', unchangedCount: 1 });
  });

  test.each([
    ['another element', { element: 'EC-2', period: '2025-02' }, '2025-02'],
    ['another place', { unit: placeCodes.county }, '2025-03'],
    ['a period after the cycle', { unit: placeCodes.second, period: '2025-07' }, '2025-07'],
  ])('does not keep %s from being reported', async (_, more, period) => {
    expect((await send(service, ndjson([row(more)]), { period })).body).toMatchObject({ addedCount: 1 });
  });
});

describe('E14 the set of a batch', () => {
  test('has the rows that were added and superseding, in all their revisions, as announced', async () => {
    const august = { period: '2025-08', asOf: '2025-09-08' };
    const rows = [row(august), row({ ...august, ...correction, revision: 2 }), row({ ...august, unit: 'bad' })];
    const { body } = await send(service, ndjson(rows), { period: '2025-08' });
    const [event] = (await service.sent()).slice(-1);
    const pulled = await pullSet(body.setId ?? '');
    expect(event?.payload).toMatchObject({ setId: body.setId, count: 2, digest: pulled.digest });
    expect(pulled.rows.map((each) => each['revision'])).toEqual([1, 2]);
    await send(service, ndjson([row({ ...august, ...correction, revision: 4 })]), { period: '2025-08' });
    expect(await pullSet(body.setId ?? '')).toEqual(pulled);
  });
});
