// Clauses of adjustments: lines are added, nothing is edited, ranks follow.
import { describe, expect, test } from 'vitest';
import { decimal } from '#kernel/values/decimal.ts';
import { adjustSheets } from './adjustment.ts';
import { changedSheets } from './rescore.ts';
import { resultDigest, sheetDigest } from './result-digest.ts';
import type { Adjustment, ScoreItem, ScoreSheet } from './score-sheet.ts';

const item: ScoreItem = {
  indicatorCode: 'A',
  dimensionCode: 'X',
  elementCode: 'E',
  weight: decimal('20'),
  base: decimal('20'),
  status: 'scored',
  points: decimal('18'),
  trace: {
    rule: 'per-event-deduction',
    value: decimal('1'),
    observations: [],
    lacking: [],
    target: null,
    peers: null,
    share: null,
    added: decimal('-2'),
    limited: null,
  },
};
const sheet = (unitId: string, total: string, rank: number, tied = false): ScoreSheet => ({
  unitId,
  classCode: 'c',
  groupCode: 'g',
  items: [item],
  dimensions: [{ dimensionCode: 'X', weight: decimal('100'), points: decimal(total) }],
  adjustments: [],
  total: decimal(total),
  rank,
  rankedUnits: 3,
  tied,
});
const line = (over: Partial<Adjustment> = {}): Adjustment => ({
  adjustmentId: 'adj-1',
  unitId: 'u3',
  indicatorCode: 'A',
  kind: 'objection',
  points: decimal('1.8'),
  documentId: 'd-1',
  reason: '经复核采纳',
  ...over,
});
const sheets = [sheet('u1', '90', 1), sheet('u2', '89', 2), sheet('u3', '87.5', 3)];
const adjusted = (lines: readonly Adjustment[], from: readonly ScoreSheet[] = sheets) => {
  const outcome = adjustSheets(from, lines, 2);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.faults));
  return outcome.value;
};

describe('an accepted objection adds a line', () => {
  test('the total and two ranks move, items and dimensions stay', () => {
    const after = adjusted([line()]);
    expect(after.map(({ unitId, total, rank }) => [unitId, total, rank])).toEqual([
      ['u1', '90', 1],
      ['u3', '89.3', 2],
      ['u2', '89', 3],
    ]);
    expect(after[1]?.items).toEqual([item]);
    expect(after[1]?.dimensions[0]?.points).toBe('87.5');
    expect(after[1]?.adjustments).toEqual([line()]);
    expect(changedSheets(sheets, after).map(({ unitId }) => unitId)).toEqual(['u3', 'u2']);
  });

  test('a tolerance neutralises a deduction by a second line, the −2 stays in the trace', () => {
    const after = adjusted(
      [line({ adjustmentId: 'adj-2', kind: 'tolerance', points: decimal('2') })],
      adjusted([line()]),
    );
    expect(after.find(({ unitId }) => unitId === 'u3')).toMatchObject({
      total: '91.3',
      rank: 1,
      items: [{ points: '18', trace: { added: '-2' } }],
    });
    expect(after.find(({ unitId }) => unitId === 'u3')?.adjustments).toHaveLength(2);
  });

  test('a line that only brings a tie moves the other sheet too', () => {
    const after = adjusted([line({ points: decimal('1.5') })]);
    expect(changedSheets(sheets, after).map(({ unitId, rank, tied }) => [unitId, rank, tied])).toEqual([
      ['u2', 2, true],
      ['u3', 2, true],
    ]);
  });

  test('no line changes nothing', () => {
    expect(changedSheets(sheets, adjusted([]))).toEqual([]);
  });

  test.each([
    ['a unit that has no sheet', [line({ unitId: 'u9' })], ['/adjustments/0/unitId UNKNOWN_UNIT']],
    [
      'an indicator that is not on the sheet',
      [line({ indicatorCode: 'Z' })],
      ['/adjustments/0/indicatorCode UNKNOWN_INDICATOR'],
    ],
    ['more places than points have', [line({ points: decimal('1.805') })], ['/adjustments/0/points PRECISION_INVALID']],
    ['the same line twice', [line(), line()], ['/adjustments/1/adjustmentId DUPLICATE']],
  ] as const)('%s is a fault', (_, lines, want) => {
    const outcome = adjustSheets(sheets, lines, 2);
    expect(outcome.ok ? [] : outcome.faults.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(want);
  });

  test('a line that is already on a sheet is a fault', () => {
    const outcome = adjustSheets(adjusted([line()]), [line()], 2);
    expect(outcome.ok).toBe(false);
  });
});

describe('the digest of the results', () => {
  test('does not depend on the order of the sheets, but on each point', () => {
    const digest = resultDigest(sheets.map(sheetDigest));
    expect(resultDigest([...sheets].reverse().map(sheetDigest))).toBe(digest);
    expect(resultDigest(adjusted([line()]).map(sheetDigest))).not.toBe(digest);
  });
});
