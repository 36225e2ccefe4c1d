// The made observations: the same in every run, plausible, and bad only where bad rows were planted.
import { describe, expect, it } from 'vitest';
import { openDirectory } from '../../directory-data/directory.ts';
import { recordsOf } from '../../http/paging.ts';
import { listDigest } from '../../values/digest.ts';
import { monthsBetween } from '../../values/months.ts';
import { elements } from '../elements.ts';
import type { Observation } from './observation.ts';
import { observations, type Plants } from './rows.ts';
import { decimalText } from './value.ts';

const directory = openDirectory();
const nothing: Plants = { badRows: [], corrections: [], slumps: [], day: undefined };

const rows = (
  plants: Partial<Plants> = {},
  over: { under?: string; from?: string; to?: string; since?: string; seed?: number } = {},
): Observation[] => {
  const { under = '330381', from = '2025-01', to = '2025-12', since, seed = 1 } = over;
  const selection = { under, months: monthsBetween(from, to), since };
  return [...recordsOf(observations(directory, seed, selection, { ...nothing, ...plants }))];
};

const keyOf = ({ element, unit, period, revision }: Observation): string => `${period} ${unit} ${element} ${revision}`;

describe('observations without anything planted', () => {
  it('are one for each unit, element and month', () => {
    const year = rows();
    expect(year).toHaveLength(23 * 14 * 12);
    expect(new Set(year.map(keyOf)).size).toBe(year.length);
  });

  it('are the same bytes on every machine and in every year to come', () => {
    expect(listDigest(rows()).digest).toBe('9ce65ebb70fc453a3934bdad0a4c3940a9100798b798e273f12b50885e9cbc49');
  });

  it('do not depend on what else is asked for', () => {
    const [alone] = rows({}, { under: '330381101000', from: '2025-06', to: '2025-06' });
    expect(rows({}, { under: '33', from: '2025-05', to: '2025-06' })).toContainEqual(alone);
  });

  it('are others under another seed', () => {
    const first = rows({}, { seed: 1 });
    const same = rows({}, { seed: 2 }).filter(({ value }, at) => value === first[at]?.value);
    // Small counts, such as of accidents, are often equal by chance.
    expect(same.length).toBeLessThan(first.length * 0.3);
  });

  it('fit the precision and the bounds of their elements', () => {
    const byCode = new Map(elements.map((element) => [element.code, element]));
    const wrong = rows({}, { from: '2022-01', to: '2026-12' }).filter(({ element, value }) => {
      const { precision = 0, minimum = '', maximum = '' } = byCode.get(element) ?? {};
      const fits =
        new RegExp(`^(0|[1-9]\\d*)(\\.\\d{0,${precision - 1}}[1-9])?$`).test(value) ||
        (precision === 0 && /^\d+$/.test(value));
      return !fits || Number(value) < Number(minimum) || Number(value) > Number(maximum);
    });
    expect(wrong).toEqual([]);
  });

  it('never fall within a year where they are cumulative', () => {
    const cumulative = new Set(
      elements.filter(({ accumulation }) => accumulation === 'cumulative').map(({ code }) => code),
    );
    const last = new Map<string, number>();
    for (const { element, unit, value, period } of rows()) {
      if (!cumulative.has(element)) continue;
      const key = `${unit} ${element}`;
      if (Number(value) < (last.get(key) ?? 0)) throw new Error(`${key} fell in ${period}`);
      last.set(key, Number(value));
    }
    expect(last.size).toBe(23 * 4);
  });

  it('keep the size of a place: the ranks by revenue of one year are nearly those of the next', () => {
    const ranks = (year: string): string[] =>
      rows({}, { from: `${year}-12`, to: `${year}-12` })
        .filter(({ element }) => element === 'EC-FISCAL-REVENUE')
        .toSorted((a, b) => Number(b.value) - Number(a.value))
        .map(({ unit }) => unit);
    const [before, after] = [ranks('2024'), ranks('2025')];
    expect(before.filter((unit, at) => Math.abs(after.indexOf(unit) - at) > 2)).toEqual([]);
  });
});

describe('the day', () => {
  it('hides what is delivered later: a month is delivered on the 8th of the next', () => {
    expect(rows({ day: '2025-03-07' }).map(({ period }) => period)).not.toContain('2025-02');
    expect(rows({ day: '2025-03-08' })).toHaveLength(23 * 14 * 2);
  });

  it('gives an increment by the day since which it was delivered', () => {
    const increment = rows({ day: '2025-04-10' }, { since: '2025-04-01' });
    expect(new Set(increment.map(({ period }) => period))).toEqual(new Set(['2025-03']));
  });
});

describe('planted bad rows', () => {
  const badRows = [{ kind: 'bad-rows' as const, county: '330381', period: '2025-04', repairedOn: '2025-06-01' }];
  const april = { from: '2025-04', to: '2025-04' };

  it('are exactly seven: six spoiled and one sent twice', () => {
    const good = new Set(rows({}, april).map((row) => JSON.stringify(row)));
    const sent = rows({ badRows }, april);
    expect(sent).toHaveLength(23 * 14 + 1);
    const spoiled = sent.filter((row) => !good.has(JSON.stringify(row)));
    expect(spoiled).toHaveLength(6);
    expect(sent.length - new Set(sent.map(keyOf)).size).toBe(1);
  });

  it('are one of each kind', () => {
    const good = new Set(rows({}, april).map((row) => JSON.stringify(row)));
    const spoiled = rows({ badRows }, april).filter((row) => !good.has(JSON.stringify(row)));
    const codes = new Set(elements.map(({ code }) => code));
    expect(spoiled.filter(({ unit }) => directory.find(unit) === undefined)).toHaveLength(1);
    expect(spoiled.filter(({ element }) => !codes.has(element))).toHaveLength(1);
    expect(spoiled.filter(({ period }) => period === '2025-13')).toHaveLength(1);
    expect(spoiled.filter(({ value }) => Number.isNaN(Number(value)))).toHaveLength(1);
    expect(spoiled.filter(({ value }) => value === '135.2')).toHaveLength(1);
    expect(spoiled.filter(({ asOf }) => asOf === '2099-12-31')).toHaveLength(1);
  });

  it('touch no other month and no other county', () => {
    expect(rows({ badRows }, { from: '2025-05' })).toEqual(rows({}, { from: '2025-05' }));
    expect(rows({ badRows }, { ...april, under: '330382' })).toEqual(rows({}, { ...april, under: '330382' }));
  });

  it('are good again from the day of the repair, and the six are an increment of that day', () => {
    const increment = rows({ badRows, day: '2025-06-01' }, { since: '2025-06-01' });
    expect(increment).toHaveLength(6);
    const values = (all: Observation[]): string[] => all.map((row) => `${keyOf(row)} ${row.value}`);
    expect(values(rows({ badRows, day: '2025-06-01' }, april))).toEqual(values(rows({}, april)));
  });
});

describe('planted corrections and slumps', () => {
  const at = { element: 'SM-PETITIONS', unit: '330381101000' };
  const correction = { kind: 'correction' as const, ...at, period: '2025-04', reason: '漏报' };

  it('add a revision with its reason, and leave the first as it was', () => {
    const corrections = [{ ...correction, value: '12', asOf: '2025-06-10' }];
    const found = rows({ corrections }).filter(
      ({ element, unit, period }) => element === at.element && unit === at.unit && period === '2025-04',
    );
    expect(found).toHaveLength(2);
    expect(found[1]).toMatchObject({
      revision: 2,
      value: '12',
      status: 'corrected',
      asOf: '2025-06-10',
      reason: '漏报',
    });
    expect(rows()).toContainEqual(found[0]);
  });

  it('count the revisions in the order of their days', () => {
    const corrections = [
      { ...correction, value: '13', asOf: '2025-07-10' },
      { ...correction, value: '12', asOf: '2025-06-10' },
    ];
    const found = rows({ corrections }).filter(({ revision }) => revision > 1);
    expect(found.map(({ revision, value }) => [revision, value])).toEqual([
      [2, '12'],
      [3, '13'],
    ]);
    expect(rows({ corrections, day: '2025-06-30' }).filter(({ revision }) => revision > 1)).toHaveLength(1);
  });

  it('hold a cumulative value where it was in the months of a slump, and let others be', () => {
    const unit = '330381101000';
    const slumps = [
      { kind: 'slump' as const, element: 'EC-FISCAL-REVENUE', unit, from: '2025-04', to: '2025-06', percent: 0 },
    ];
    const of = (all: Observation[]): string[] =>
      all.filter((row) => row.element === 'EC-FISCAL-REVENUE' && row.unit === unit).map(({ value }) => value);
    const [usual, slumped] = [of(rows()), of(rows({ slumps }))];
    expect(slumped.slice(0, 3)).toEqual(usual.slice(0, 3));
    expect(new Set(slumped.slice(2, 6)).size).toBe(1);
    expect(Number(slumped[11])).toBeLessThan(Number(usual[11]));
    const others = (all: Observation[]): Observation[] => all.filter((row) => row.unit !== unit);
    expect(others(rows({ slumps }))).toEqual(others(rows()));
  });
});

describe('a decimal of whole units', () => {
  it.each([
    [0, 2, '0'],
    [5, 2, '0.05'],
    [50, 2, '0.5'],
    [500, 2, '5'],
    [123_456, 2, '1234.56'],
    [120, 0, '120'],
    [351, 1, '35.1'],
  ])('%d with %d digits is %s', (units, precision, want) => {
    expect(decimalText(units, precision)).toBe(want);
  });
});
