// Observations are read as they were known on a day, by who may see their places.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { operations } from '#contracts/generated/indicators.ts';
import { indicatorsUnderTest, ndjson, people, row, send } from '../../../tests/support/observations.ts';
import type { ServiceUnderTest } from '../../../tests/support/service.ts';
import { county, placeCodes, placeIdOf } from '../../../tests/support/small-directory.ts';
import type { Received } from '../handler.ts';

let service: ServiceUnderTest<operations, Received>;
beforeAll(async () => {
  service = await indicatorsUnderTest();
  const { first, second, merged } = placeCodes;
  const rows = [first, second, merged].flatMap((unit) => ['EC-1', 'EC-2'].map((element) => row({ unit, element })));
  await send(service, ndjson(rows));
  await service.beginDay(county, '2025-09-11');
  const correction = row({ revision: 2, value: '20', status: 'corrected', reason: '漏报', asOf: '2025-09-11' });
  await send(service, ndjson([correction]));
});
afterAll(() => service.stop());

const list = async (query: Record<string, string> = {}, person: Parameters<typeof service.ask>[2] = people.office) =>
  (await service.ask('listObservations', { query: { county, ...query } }, person)).body.records;

describe('the observations of a county', () => {
  test('are shown in the revision that is known today', async () => {
    const records = await list({ elementCode: 'EC-1', placeId: placeIdOf(placeCodes.first) });
    expect(records).toMatchObject([
      { revision: 2, value: '20', status: 'corrected', reason: '漏报', recordedOn: '2025-09-11' },
    ]);
  });

  test('are shown as they were known on an earlier day', async () => {
    const records = await list({ elementCode: 'EC-1', placeId: placeIdOf(placeCodes.first), asOf: '2025-09-10' });
    expect(records).toMatchObject([{ revision: 1, value: '12.5' }]);
    expect(await list({ asOf: '2025-09-09' })).toEqual([]);
  });

  test('come in pages, each once, by period, element and place', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: Record<string, string> = { county, limit: '2', ...(cursor === null ? {} : { cursor }) };
      const { body } = await service.ask('listObservations', { query }, people.office);
      seen.push(...body.records.map(({ period, elementCode, placeId }) => `${period} ${elementCode} ${placeId}`));
      cursor = body.next;
    } while (cursor !== null);
    expect(seen).toHaveLength(6);
    expect(seen).toEqual([...new Set(seen)].toSorted());
  });

  test('of a place that the directory does not hold are refused, not shown as none', async () => {
    const query = { county, placeId: '6f1b0bd0-0000-5000-8000-0000000000ff' };
    const answer = await service.ask('listObservations', { query }, people.office);
    expect(answer).toMatchObject({
      status: 422,
      code: 'PLACE_UNKNOWN',
      faults: [expect.objectContaining({ pointer: '/query/placeId' })],
    });
  });

  test('are chosen by period', async () => {
    expect(await list({ period: '2025-04' })).toEqual([]);
    expect(await list({ period: '2025-03' })).toHaveLength(6);
  });

  test('of other places are hidden from a township, which sees its own', async () => {
    const places = new Set((await list({}, people.township)).map(({ placeId }) => placeId));
    expect([...places]).toEqual([placeIdOf(placeCodes.first)]);
  });

  test('of a merged township are seen by its people of then, since they were its places of that period', async () => {
    const then = { ...people.township, places: [placeIdOf(placeCodes.merged)] };
    expect(await list({}, then)).toHaveLength(2);
  });

  test.each([
    ['who has no place', { ...people.township, places: [] }],
    ['of another place', { ...people.township, places: [placeIdOf(placeCodes.abroad)] }],
  ])('are none for someone %s', async (_, person) => {
    expect(await list({}, person)).toEqual([]);
  });

  test('of another county are refused', async () => {
    const query = { county: '330382' };
    expect(await service.ask('listObservations', { query }, people.office)).toMatchObject({ code: 'OUT_OF_SCOPE' });
  });
});

describe('the history of an observation', () => {
  const idOf = async (unit: string) => (await list({ elementCode: 'EC-1', placeId: placeIdOf(unit) }))[0]?.id ?? '';

  test('shows every revision under one id, newest first', async () => {
    const path = { observationId: await idOf(placeCodes.first) };
    const { body } = await service.ask('listObservationRevisions', { path, query: { limit: '1' } }, people.office);
    expect(body.records).toMatchObject([{ revision: 2, id: path.observationId }]);
    const query = { cursor: body.next ?? '' };
    const rest = await service.ask('listObservationRevisions', { path, query }, people.office);
    expect(rest.body).toMatchObject({ records: [{ revision: 1, value: '12.5' }], next: null });
  });

  test('is not found for another’s place, another county or an unknown id', async () => {
    const path = { observationId: await idOf(placeCodes.second) };
    const answers = await Promise.all([
      service.ask('listObservationRevisions', { path }, people.township),
      service.ask('listObservationRevisions', { path }, { ...people.office, counties: ['330382'] }),
      service.ask('listObservationRevisions', { path: { observationId: placeIdOf('none') } }, people.office),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
  });
});
