// What may be synchronised, and what waits for what.
import { describe, expect, test } from 'vitest';
import { isoDate } from '#kernel/values/date.ts';
import { type DataSet, decideOrder, dueSynchronisations, type RunningSynchronisation } from './synchronisation.ts';

const today = isoDate('2025-04-10');

describe('an order', () => {
  const cases: readonly [string, DataSet, string | null, string | undefined][] = [
    ['of places needs no period', 'P1', null, undefined],
    ['of places with a period is refused', 'P1', '2025-03', 'VALUE_INVALID'],
    ['of observations of a month that has begun is taken', 'P4', '2025-04', undefined],
    ['of observations without a month is refused', 'P4', null, 'VALUE_INVALID'],
    ['of observations of a quarter is refused', 'P4', '2025-Q1', 'VALUE_INVALID'],
    ['of observations of a year is refused', 'P4', '2025', 'VALUE_INVALID'],
    ['of observations of a thirteenth month is refused', 'P4', '2025-13', 'VALUE_INVALID'],
    ['of observations of a month that has not begun is refused', 'P4', '2025-05', 'PERIOD_AHEAD'],
  ];
  test.each(cases)('%s', (_name, dataSet, period, refused) => {
    expect(decideOrder({ county: '330381', dataSet, period }, today)?.refused).toBe(refused);
  });
});

describe('of the running synchronisations', () => {
  let ordinal = 0n;
  const running = (id: string, dataSet: DataSet, ready = true, county = '330381'): RunningSynchronisation => {
    ordinal += 1n;
    return { id, county, dataSet, ordinal, ready };
  };
  const due = (...all: RunningSynchronisation[]): string[] => dueSynchronisations(all).map(({ id }) => id);

  test('organisations wait for places that were ordered before them', () => {
    expect(due(running('places', 'P1', false), running('organisations', 'P2'))).toEqual([]);
    expect(due(running('organisations', 'P2'), running('places', 'P1'))).toEqual(['organisations', 'places']);
  });

  test('posts wait for organisations and persons, observations for elements', () => {
    const all = [running('organisations', 'P2', false), running('elements', 'P3'), running('values', 'P4')];
    expect(due(...all, running('persons', 'H1', false), running('posts', 'H2'))).toEqual([]);
  });

  test('persons wait for nobody but persons', () => {
    expect(due(running('places', 'P1', false), running('persons', 'H1'), running('more', 'H1'))).toEqual(['persons']);
  });

  test('counties do not wait for each other', () => {
    expect(due(running('ours', 'P1', false), running('theirs', 'P2', true, '330382'))).toEqual(['theirs']);
  });
});
