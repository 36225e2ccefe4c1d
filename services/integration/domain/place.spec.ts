// Places of a partner's list brought into what is known, in valid time.
import { describe, expect, test } from 'vitest';
import { isoDate } from '#kernel/values/date.ts';
import type { PlaceVersion } from '#kernel/values/place-version.ts';
import { mergeHistory, type PlaceDraft, placeId, takePlaces } from './place.ts';

const day = isoDate;
const version = (from: string, to: string | null = null, name = '甲镇'): PlaceVersion => ({
  validFrom: day(from),
  validTo: to === null ? null : day(to),
  code: '330381101000',
  name,
  kind: 'town',
  parentId: null,
});
const draft = (place: string, parent: string | null, change: Partial<PlaceDraft> = {}): PlaceDraft => ({
  place,
  code: place,
  name: '甲',
  kind: 'town',
  parent,
  validFrom: day('2023-06-30'),
  validTo: null,
  successors: [],
  documentReference: null,
  ...change,
});
const faultless = () => undefined;
const [county, town, village] = ['330381000000', '330381101000', '330381101001'];

describe('a history', () => {
  const cases: readonly [string, PlaceVersion[], PlaceVersion[], PlaceVersion[]][] = [
    ['that nobody knew is what was received', [], [version('2023-06-30')], [version('2023-06-30')]],
    ['that is received again is the same', [version('2023-06-30')], [version('2023-06-30')], [version('2023-06-30')]],
    [
      'ends where a newer version begins',
      [version('2023-06-30')],
      [version('2025-09-01', null, '甲街道')],
      [version('2023-06-30', '2025-09-01'), version('2025-09-01', null, '甲街道')],
    ],
    [
      'is replaced from the first received day on, so that a corrected first day leaves no second version',
      [version('2023-06-30')],
      [version('2023-01-01')],
      [version('2023-01-01')],
    ],
    [
      'keeps the gap in which the place did not exist',
      [version('2020-01-01', '2021-01-01')],
      [version('2023-06-30')],
      [version('2020-01-01', '2021-01-01'), version('2023-06-30')],
    ],
    [
      'is put into the order of its days',
      [],
      [version('2025-01-01'), version('2023-06-30', '2025-01-01')],
      [version('2023-06-30', '2025-01-01'), version('2025-01-01')],
    ],
    ['of which nothing came stays', [version('2023-06-30')], [], [version('2023-06-30')]],
  ];
  test.each(cases)('%s', (_name, known, received, want) => {
    expect(mergeHistory(known, received)).toEqual(want);
  });
});

describe('a list of places', () => {
  test('is taken whole when each parent is in it or known', () => {
    const known = new Map([[placeId(county), [version('2023-06-30')]]]);
    const intake = takePlaces(known, [draft(town, county), draft(village, town)], faultless);
    expect(intake.refused).toEqual([]);
    expect(intake.histories.map(({ placeId: id }) => id)).toEqual([placeId(town), placeId(village)]);
  });

  test('loses a place without a parent, and what lies under it', () => {
    const intake = takePlaces(new Map(), [draft(village, town), draft(town, county)], faultless);
    expect(intake.histories).toEqual([]);
    expect(intake.refused).toEqual([
      { place: village, reason: 'PARENT_UNKNOWN' },
      { place: town, reason: 'PARENT_UNKNOWN' },
    ]);
  });

  test('loses every version of a place whose history can not be, and keeps the others', () => {
    const faulty = placeId(town);
    const drafts = [draft(county, null), draft(town, county), draft(town, county, { validFrom: day('2024-01-01') })];
    const intake = takePlaces(new Map(), drafts, (history) =>
      history.placeId === faulty ? 'DAYS_OVERLAP' : undefined,
    );
    expect(intake.refused.map(({ reason }) => reason)).toEqual(['DAYS_OVERLAP', 'DAYS_OVERLAP']);
    expect(intake.taken).toEqual([drafts[0]]);
  });

  test('leaves a place that was refused as it was known', () => {
    const known = new Map([[placeId(town), [version('2023-06-30')]]]);
    expect(takePlaces(known, [draft(town, county)], faultless).histories).toEqual([]);
  });
});
