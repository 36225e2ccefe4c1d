// Clauses of the room of a sheet: the whole of it, however much of it was dropped and scaled up.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isoDate } from '#kernel/values/date.ts';
import { add, compare, type Decimal, decimal, decimalOf, isGreater, sum } from '#kernel/values/decimal.ts';
import type { IndicatorSystem } from '#kernel/values/scheme/indicator-system.ts';
import { openedCycle } from '../cycle.ts';
import { decideObjection } from '../decide-objection.ts';
import type { Objection } from '../objection.ts';
import { marksOf } from './item-marks.ts';
import { full, indicators, seen, sheetOf, systemOf, unit, without, withPolicy } from './score-run.fixture.ts';
import type { Adjustment, ScoreSheet } from './score-sheet.ts';
import { sheetRoom } from './sheet-room.ts';

const seed = 20_260_302;
const day = isoDate('2026-02-10');
const dropping = withPolicy('B', 'drop-and-rescale');
const plain = { system: systemOf(indicators) };

const line = (sheet: ScoreSheet, indicatorCode: string, points: Decimal): Adjustment => ({
  adjustmentId: `${indicatorCode}-${sheet.adjustments.length}`,
  unitId: sheet.unitId,
  indicatorCode,
  kind: 'objection',
  points,
  documentId: 'doc',
  reason: '经复核采纳',
});
const objectionTo = (indicatorCode: string): Objection => ({
  objectionId: 'o-1',
  unitId: 'u1',
  indicatorCode,
  state: 'raised',
  raisedOn: day,
  dueOn: day,
});
/** The answer that accepts a line on an item of a sheet. */
const accept = (sheet: ScoreSheet, indicatorCode: string, points: Decimal, system: IndicatorSystem) =>
  decideObjection(
    objectionTo(indicatorCode),
    { outcome: 'accepted', points, documentId: 'doc', reason: '经复核采纳' },
    {
      cycle: { ...openedCycle, state: 'notified' },
      sheet,
      system,
      adjustmentId: 'a-1',
      on: day,
      expected: [],
      observed: new Map(),
    },
  );
const withLine = (sheet: ScoreSheet, own: Adjustment): ScoreSheet => ({
  ...sheet,
  adjustments: [...sheet.adjustments, own],
  total: add(sheet.total, own.points),
});

describe('the room of a sheet', () => {
  test('is what its rules can give together: 50 × 1.2, 30 and 20', () => {
    expect(sheetRoom(sheetOf('u1', plain), plain.system)).toBe('110');
  });

  test('holds a dropped item at what the others could give it: 60 and 20, together × 100 ÷ 70', () => {
    expect(sheetRoom(sheetOf('u1', { ...dropping, ...without('EB', 'u1') }), dropping.system)).toBe('114.29');
  });

  test('holds no item that the class is not assessed by', () => {
    const system = systemOf(
      indicators
        .map((one) => (one.code === 'C' ? { ...one, weights: { c1: '0', c2: '30' } } : one))
        .map((one) => (one.code === 'A' ? { ...one, weights: { c1: '70', c2: '50' } } : one)),
    );
    const sheet = sheetOf('u1', { system });
    expect(sheet.items.find(({ indicatorCode }) => indicatorCode === 'C')?.status).toBe('not-assessed');
    expect(sheetRoom(sheet, system)).toBe('114');
  });

  test('holds what the run itself has come to, also where a class average was rounded before it was scaled', () => {
    const system = systemOf(
      indicators.map((one) => ({ ...one, missing: one.code === 'B' ? 'class-average' : 'drop-and-rescale' })),
    );
    const observations = [...full('u1', '60', '70', '1'), ...full('u2', '60', '70', '1')].filter(
      ({ unitId, elementCode }) => unitId === 'u1' || elementCode === 'EC',
    );
    const sheet = sheetOf('u2', { system, units: [unit('u1'), unit('u2')], observations });
    expect(sheet.items.map(({ status }) => status)).toEqual(['dropped', 'class-average', 'scored']);
    expect(compare(sheet.total, sheetRoom(sheet, system))).toBeLessThanOrEqual(0);
  });
});

describe('an accepted objection', () => {
  // The best of all and without a deduction: 60 ÷ 90 is what its revenue lacks.
  const best = {
    ...dropping,
    observations: [
      seen('u1', 'EA', '2025-02', '108'),
      ...full('u1', '0', '0', '0').filter(({ elementCode }) => elementCode === 'EC'),
      ...full('u2', '90', '70', '0'),
      ...full('u3', '45', '35', '20'),
    ],
  };

  test('gives a dropped item nothing on a sheet whose other items have earned all', () => {
    const sheet = sheetOf('u1', best);
    expect([sheet.items[1]?.status, sheet.total]).toEqual(['dropped', '114.29']);
    expect(accept(sheet, 'B', decimal('0.01'), dropping.system)).toMatchObject({
      refusal: {
        code: 'VALUE_INVALID',
        path: '/points',
        params: { field: 'points', reason: '调整后得分 34.3 不在可得范围 0 至 30' },
      },
    });
  });

  test('gives a dropped item what the others have left, up to its own weight', () => {
    const system = systemOf(indicators.map((one) => ({ ...one, missing: 'drop-and-rescale' })));
    const sheet = sheetOf('u1', { system, ...without('EB', 'u1') });
    // It earns 22.86 of its 30 by the others.
    expect(accept(sheet, 'B', decimal('7.14'), system).ok).toBe(true);
    expect(accept(sheet, 'B', decimal('7.15'), system)).toMatchObject({
      refusal: { params: { reason: '调整后得分 30.01 不在可得范围 0 至 30' } },
    });
  });

  test('takes points away from a sheet that is beyond its room already', () => {
    const sheet = withLine(sheetOf('u1', best), line(sheetOf('u1', best), 'A', decimal('30')));
    expect(isGreater(sheet.total, sheetRoom(sheet, dropping.system))).toBe(true);
    expect(accept(sheet, 'B', decimal('-10'), dropping.system).ok).toBe(true);
    expect(accept(sheet, 'B', decimal('-35'), dropping.system)).toMatchObject({ refusal: { code: 'VALUE_INVALID' } });
  });

  test(`never takes a sheet beyond its room, whatever was dropped before (seed ${seed})`, () => {
    const system = systemOf(indicators.map((one) => ({ ...one, missing: 'drop-and-rescale' })));
    const lacking = fc.subarray(['EA', 'EB', 'EC'], { maxLength: 2 });
    const lines = fc.array(fc.tuple(fc.constantFrom('A', 'B', 'C'), fc.integer({ min: -6000, max: 6000 })), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(lacking, fc.integer({ min: 0, max: 120 }), lines, (elements, revenue, drawn) => {
        const observations = [
          ...full('u1', String(revenue), '70', '1'),
          ...full('u2', '90', '70', '0'),
          ...full('u3', '45', '35', '20'),
        ].filter(({ unitId, elementCode }) => unitId !== 'u1' || !elements.includes(elementCode));
        let sheet = sheetOf('u1', { system, observations });
        const room = sheetRoom(sheet, system);
        for (const [code, hundredths] of drawn) {
          const points = decimal((hundredths / 100).toFixed(2));
          const outcome = accept(sheet, code, points, system);
          if (outcome.ok && outcome.value.adjustment !== null) sheet = withLine(sheet, outcome.value.adjustment);
        }
        expect(compare(sheet.total, room)).toBeLessThanOrEqual(0);
      }),
      { seed, numRuns: 300 },
    );
  });

  test('is refused by the item alone where nothing was dropped: its marks add up to the room', () => {
    const sheet = sheetOf('u1', plain);
    const most = sum(sheet.items.map((item) => marksOf(item, plain.system).most));
    expect(most).toBe(sheetRoom(sheet, plain.system));
    expect(compare(most, decimalOf(110))).toBe(0);
  });
});
