// Clauses of totals under drop-and-rescale: rounded once a line, never more than the scheme or its rules give, and in order.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compare,
  type Decimal,
  decimal,
  decimalOf,
  divide,
  isGreater,
  isLess,
  min,
  sum,
} from '#kernel/values/decimal.ts';
import { period } from '#kernel/values/period.ts';
import type { IndicatorSystem } from '#kernel/values/scheme/indicator-system.ts';
import { readIndicatorSystem } from '#kernel/values/scheme/read-indicator-system.ts';
import { monthsBetween } from './cycle-periods.ts';
import { base, seen, unit } from './score-run.fixture.ts';
import { scoreRun } from './score-run.ts';
import type { ScoreSheet } from './score-sheet.ts';
import { sheetRoom } from './sheet-room.ts';

const seed = 20_251_201;
const month = '2025-01';

/** Indicators of the given weights at a precision, each by completion up to a cap against a target of 900. */
const systemOf = (weights: readonly Decimal[], precision: number, cap = '1'): IndicatorSystem => {
  const read = readIndicatorSystem({
    code: 'S',
    version: 1,
    name: 'S',
    total: sum(weights),
    precision,
    dimensions: [{ code: 'X', name: '甲' }],
    classes: [{ code: 'c1', name: '一类' }],
    indicators: weights.map((weight, index) => ({
      ...base,
      code: `I${index}`,
      name: `I${index}`,
      dimensionCode: 'X',
      elementCode: `E${index}`,
      rule: { type: 'target-completion', cap, floor: '0' } as const,
      missing: 'drop-and-rescale' as const,
      weights: { c1: weight },
    })),
  });
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return read.value;
};

/** What units have of the 900 of each indicator; undefined is missing. */
type Values = readonly (number | undefined)[];

const sheetsOf = (system: IndicatorSystem, units: Readonly<Record<string, Values>>): Record<string, ScoreSheet> => {
  const run = scoreRun({
    system,
    months: monthsBetween(period(month), period(month)),
    units: Object.keys(units).map((id) => unit(id)),
    observations: Object.entries(units).flatMap(([id, values]) =>
      values.flatMap((value, index) => (value === undefined ? [] : [seen(id, `E${index}`, month, String(value))])),
    ),
    targets: Object.keys(units).flatMap((unitId) =>
      system.indicators.map(({ code }) => ({
        targetId: `${unitId}-${code}`,
        unitId,
        indicatorCode: code,
        value: decimal('900'),
      })),
    ),
  });
  if (!run.ok) throw new Error(JSON.stringify(run.faults));
  return Object.fromEntries(run.value.map((sheet) => [sheet.unitId, sheet]));
};
const totalOf = (sheets: Record<string, ScoreSheet>, id: string): Decimal => sheets[id]?.total ?? decimal('-1');

const sixAndOne = ['15', '15', '15', '15', '15', '15', '10'].map(decimal);
const all = (value: number, count = 7): Values => Array.from({ length: count }, () => value);
const lacking = (values: Values, ...dropped: readonly number[]): Values =>
  values.map((value, index) => (dropped.includes(index) ? undefined : value));

describe('six weights of 15 and one of 10', () => {
  const system = systemOf(sixAndOne, 2);
  test('are 100 where all is full, with the 10 dropped as without: neither ranks above the other', () => {
    const sheets = sheetsOf(system, {
      all: all(900),
      some: lacking(all(900), 6),
      few: lacking(all(900), 0, 1, 2, 3, 4, 6),
    });
    for (const id of ['all', 'some', 'few'])
      expect([id, sheets[id]?.total, sheets[id]?.rank, sheets[id]?.tied]).toEqual([id, '100', 1, true]);
    expect(sheets.some?.items.map(({ points }) => points)).toEqual(['15', '15', '15', '15', '15', '15', '10']);
  });

  test.each([700, 600, 100, 1])(
    'earn the same at %i of 900 whatever is dropped, since every line is rounded alike',
    (value) => {
      const units = { all: all(value), some: lacking(all(value), 6), two: lacking(all(value), 0, 3) };
      const sheets = sheetsOf(system, units);
      expect(new Set(Object.values(sheets).map(({ total }) => total)).size).toBe(1);
    },
  );

  test('are 120 at a cap of 1.2, and no more', () => {
    const sheets = sheetsOf(systemOf(sixAndOne, 2, '1.2'), { some: lacking(all(9000), 6) });
    expect(sheets.some?.total).toBe('120');
  });
});

describe(`whatever the weights, the precision and what is dropped (seed ${seed})`, () => {
  const places = (count: number, precision: number): Decimal =>
    divide(decimalOf(count), decimal(`1${'0'.repeat(precision)}`), precision);
  const schemes = fc
    .record({
      precision: fc.integer({ min: 0, max: 6 }),
      counts: fc.array(fc.integer({ min: 1, max: 99_999 }), { minLength: 2, maxLength: 9 }),
      cap: fc.constantFrom('1', '1.2', '0.8'),
    })
    .map(({ precision, counts, cap }) => {
      const weights = counts.map((count) => places(count, precision));
      return { cap, system: systemOf(weights, precision, cap), count: counts.length };
    });
  const drawn = schemes.chain(({ cap, system, count }) =>
    fc.record({
      cap: fc.constant(cap),
      system: fc.constant(system),
      values: fc.array(fc.integer({ min: 0, max: 1200 }), { minLength: count, maxLength: count }),
      dropped: fc.subarray(
        Array.from({ length: count }, (_, index) => index),
        { maxLength: count - 1 },
      ),
      other: fc.integer({ min: 0, max: count - 1 }),
    }),
  );
  type Case = typeof drawn extends fc.Arbitrary<infer One> ? One : never;
  /** The smallest case for which a clause does not hold; null where it holds for all of them. */
  const exception = (holds: (one: Case) => boolean) =>
    fc.check(fc.property(drawn, holds), { seed, numRuns: 200 }).counterexample;
  const sheetOf = ({ system, values, dropped }: Case): ScoreSheet => {
    const { u } = sheetsOf(system, { u: lacking(values, ...dropped) });
    if (u === undefined) throw new Error('no sheet');
    return u;
  };

  test('lines add up to the total', () => {
    expect(exception((one) => sheetOf(one).total === sum(sheetOf(one).items.map(({ points }) => points)))).toBeNull();
  });

  test('every line has the precision', () => {
    const places = (points: Decimal): number => (points.split('.')[1] ?? '').length;
    expect(
      exception((one) => sheetOf(one).items.every(({ points }) => places(points) <= one.system.precision)),
    ).toBeNull();
  });

  test('no total passes what the rules can give, nor the total of the scheme where no rule gives more than its weight', () => {
    expect(
      exception((one) => {
        const sheet = sheetOf(one);
        const room = sheetRoom(sheet, one.system);
        return !isGreater(sheet.total, one.cap === '1.2' ? room : min(room, one.system.total));
      }),
    ).toBeNull();
  });

  test('all that is full is exactly full', () => {
    expect(
      exception(({ cap, system, values, dropped }) => {
        const full = lacking(
          values.map(() => 900),
          ...dropped,
        );
        return cap === '0.8' || sheetsOf(system, { u: full }).u?.total === system.total;
      }),
    ).toBeNull();
  });

  test('a better value never lowers the total', () => {
    expect(
      exception(({ system, values, dropped, other }) => {
        const more = values.map((value, index) => (index === other ? value + 1 : value));
        const sheets = sheetsOf(system, { u: lacking(values, ...dropped), v: lacking(more, ...dropped) });
        return !isLess(totalOf(sheets, 'v'), totalOf(sheets, 'u'));
      }),
    ).toBeNull();
  });

  /** 1, 0 or −1: whether the item is worth more to its unit than the mean of the others, exactly. */
  const worth = ({ system, values, other }: Case): number => {
    let [earned, weighed] = [0n, 0n];
    const cap = BigInt(
      Math.round(
        Number(system.indicators[0]?.rule.type === 'target-completion' ? system.indicators[0].rule.cap : '1') * 900,
      ),
    );
    const done = values.map((value) => (BigInt(value) < cap ? BigInt(value) : cap));
    system.indicators.forEach(({ weights: { c1 } }, index) => {
      if (index === other) return;
      const weight = BigInt(Math.round(Number(c1) * 1e6));
      earned += weight * (done[index] ?? 0n);
      weighed += weight;
    });
    const difference = (done[other] ?? 0n) * weighed - earned;
    return difference === 0n ? 0 : difference > 0n ? 1 : -1;
  };

  test('a unit that lacks an item stands to one that has it as its others stand to the item, or beside it', () => {
    expect(
      exception((one) => {
        const sheets = sheetsOf(one.system, { has: one.values, lacks: lacking(one.values, one.other) });
        const order = compare(totalOf(sheets, 'has'), totalOf(sheets, 'lacks'));
        // What differs by less than the precision may be shown as equal.
        return order === 0 || order === worth(one);
      }),
    ).toBeNull();
  });
});

test('a class average is the exact mean of the points that its units are shown, rounded with its line alone', () => {
  const thirds = systemOf(['50', '50'].map(decimal), 0);
  const system: IndicatorSystem = {
    ...thirds,
    indicators: thirds.indicators.map((one, index) => ({
      ...one,
      missing: index === 0 ? ('class-average' as const) : ('drop-and-rescale' as const),
    })),
  };
  // 50 and 49 of 50 have the mean 49.5: 50 as a line; the dropped item earns by 49.5 ÷ 50 and not by a rounded 50.
  const { u } = sheetsOf(system, { a: [900, 900], b: [882, 900], u: [undefined, undefined] });
  expect(u?.items.map(({ status, points, trace }) => [status, points, trace.share])).toEqual([
    ['class-average', '50', { numerator: '99', denominator: '100' }],
    ['dropped', '50', { numerator: '99', denominator: '100' }],
  ]);
});
