// E14 the directory is taken over from integration: from then on its places may be reported for.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { operations } from '#contracts/generated/indicators.ts';
import { type SetRow, setDigest } from '#kernel/exchange/handover/set.ts';
import { canonicalJson } from '#kernel/values/canonical-json.ts';
import { businessId } from '#kernel/values/identifier.ts';
import { element, ndjson, people, rejects, row, send } from '../../../tests/support/observations.ts';
import { type ServiceUnderTest, serviceUnderTest } from '../../../tests/support/service.ts';
import { county, placeCodes, placeIdOf } from '../../../tests/support/small-directory.ts';
import type { Received } from '../handler.ts';
import { indicators } from '../service.ts';

const place = (code: string, parent: string | null): SetRow => ({
  key: placeIdOf(code),
  row: {
    placeId: placeIdOf(code),
    versions: [
      {
        validFrom: '2000-01-01',
        validTo: null,
        code,
        name: code,
        kind: parent === null ? 'county' : 'town',
        parentId: parent === null ? null : placeIdOf(parent),
      },
    ],
  },
});

const sets = new Map<string, readonly SetRow[]>();

/** What an announced set says of itself; its rows are served when they are asked for. */
const announce = (number: number, rows: readonly SetRow[]) => {
  const ordered = rows.toSorted((one, other) => (one.key < other.key ? -1 : 1));
  const digest = setDigest();
  for (const { key, row: body } of ordered) digest.add(key, canonicalJson(body));
  const setId = businessId('set', String(number));
  sets.set(setId, ordered);
  return { setId, number, count: rows.length, digest: digest.digest(), asOf: '2025-09-10' };
};

let service: ServiceUnderTest<operations, Received>;
beforeAll(async () => {
  const fetchPage = (set: { readonly id: string }) => Promise.resolve({ items: sets.get(set.id) ?? [], next: null });
  service = await serviceUnderTest(indicators({ fetchPage }));
  await service.beginDay(county, '2025-09-10');
  const body = { elements: [element('EC-1')] };
  await service.ask('putElements', { query: { county }, body }, people.integration);
});
afterAll(() => service.stop());

const published = 'cn.jixiao.integration.DirectoryPublished.v1';

describe('E14 a place', () => {
  test('is unknown until the set that has it was pulled, then known', async () => {
    const before = await send(service, ndjson([row()]), { source: 'same' });
    expect(before.body).toMatchObject({ state: 'refused', rejectedCount: 1 });
    const rows = [place(placeCodes.county, null), place(placeCodes.first, placeCodes.county)];
    await service.receive(published, county, announce(1, rows));
    await service.pull();
    expect((await send(service, ndjson([row()]), { source: 'same' })).body).toMatchObject({ state: 'accepted' });
  });

  test('of a set that is not what was announced is not taken over', async () => {
    const rows = [place(placeCodes.county, null), place(placeCodes.second, placeCodes.county)];
    await service.receive(published, county, { ...announce(2, rows), digest: 'a'.repeat(64) });
    await expect(service.pull()).rejects.toThrow('came with 2 rows');
    const { body } = await send(service, ndjson([row({ unit: placeCodes.second })]));
    expect(await rejects(service, body.id)).toEqual([[1, 'UNIT_UNKNOWN', 'unit']]);
  });
});
