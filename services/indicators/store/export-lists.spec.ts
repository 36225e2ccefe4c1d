// E21 the export holds business content alone, each list in byte order of its keys, however it is cut into pages.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { operations } from '#contracts/generated/indicators.ts';
import { element, indicatorsUnderTest, ndjson, people, row, send } from '../../../tests/support/observations.ts';
import type { ServiceUnderTest } from '../../../tests/support/service.ts';
import { county, placeCodes, placeIdOf } from '../../../tests/support/small-directory.ts';
import type { Received } from '../handler.ts';

let service: ServiceUnderTest<operations, Received>;
beforeAll(async () => {
  service = await indicatorsUnderTest();
  const elements = [
    element('EC-1', { version: 2 }),
    element('EC-1', { version: 10 }),
    element('EC-1-B'),
    element('EC'),
  ];
  for (const each of elements)
    await service.ask('putElements', { query: { county }, body: { elements: [each] } }, people.integration);
  const rows = ['EC-1', 'EC-1-B', 'EC'].flatMap((code) =>
    [placeCodes.first, placeCodes.second].flatMap((unit) =>
      [1, 2, 10].map((revision) => row({ element: code, unit, revision })),
    ),
  );
  await send(service, ndjson([...rows, {}, {}, row({ value: 'x' })]), { source: 'one' });
  await send(service, ndjson([row({ period: '2025-04' })]), { source: 'one', period: '2025-04' });
  await service.receive('cn.jixiao.evaluation.CycleFreezeOrdered.v1', county, {
    cycleId: placeIdOf('cycle'),
    elementCodes: ['EC-1'],
    placeIds: [placeIdOf(placeCodes.first)],
    from: '2025-01-01',
    to: '2025-12-31',
    orderedOn: '2025-09-10',
  });
});
afterAll(() => service.stop());

const inByteOrder = (texts: readonly string[]): string[] =>
  texts.toSorted((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));

describe('E21 the list', () => {
  test.each([
    ['elements', 8],
    ['indicator-systems', 0],
    ['observations', 19],
    ['observation-batches', 2],
    ['rejected-rows', 3],
    ['observation-sets', 3],
  ])('%s holds each of its %i records once, in byte order of its keys', async (list, count) => {
    const keys = (await service.exported(list, county)).map(({ key }) => key);
    expect(keys).toHaveLength(count);
    expect(keys).toEqual(inByteOrder([...new Set(keys)]));
  });

  test('of observations has all revisions, and of elements all versions, in the order of their numbers', async () => {
    const observations = await service.exported('observations', county);
    expect(observations.slice(0, 3).map(({ content }) => content)).toMatchObject([
      { elementCode: 'EC', revision: 1 },
      { elementCode: 'EC', revision: 2 },
      { elementCode: 'EC', revision: 10 },
    ]);
    const elements = (await service.exported('elements', county)).map(({ key }) => key.split(' '));
    expect(elements.filter(([code]) => code === 'EC-1').map(([, version]) => Number(version))).toEqual([1, 2, 10]);
  });

  test('says nothing of when it was recorded, by whom or in which trace', async () => {
    for (const list of ['elements', 'observations', 'observation-batches', 'rejected-rows', 'observation-sets']) {
      const text = JSON.stringify(await service.exported(list, county));
      expect(text).not.toMatch(/recordedAt|publishedAt|eventId|trace|subject-1/i);
    }
  });

  test.each(['elements', 'observations', 'observation-sets'])('%s of another county is empty', async (list) => {
    expect(await service.exported(list, '330382')).toEqual([]);
  });
});
