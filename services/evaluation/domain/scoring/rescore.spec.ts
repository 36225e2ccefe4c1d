// Clauses of scoring again: a corrected value counts for its unit and for whoever is compared with it, and nothing else changes.
import { describe, expect, test } from 'vitest';
import { decimal } from '#kernel/values/decimal.ts';
import { period } from '#kernel/values/period.ts';
import { type Correction, correctObservations } from './correction.ts';
import { changedSheets, rescore } from './rescore.ts';
import { input, seen, sheetsOf, target, without } from './score-run.fixture.ts';
import type { Adjustment, ScoreSheet } from './score-sheet.ts';

const correction = (over: Partial<Correction> = {}): Correction => ({
  objectionId: 'o-1',
  documentId: 'd-1',
  unitId: 'u1',
  elementCode: 'EA',
  period: period('2025-02'),
  value: decimal('90'),
  ...over,
});
/** The sheets of the usual run, and those after corrections. */
const after = (corrections: readonly Correction[], over: Parameters<typeof input>[0] = {}, before = sheetsOf(over)) => {
  const run = input(over);
  const scored = rescore({ ...run, observations: correctObservations(run.observations, corrections) }, before);
  if (!scored.ok) throw new Error(JSON.stringify(scored.faults));
  return { sheets: scored.value, changed: changedSheets(before, scored.value).map(({ unitId }) => unitId) };
};
const sheetIn = (sheets: readonly ScoreSheet[], unitId: string): ScoreSheet => {
  const found = sheets.find((sheet) => sheet.unitId === unitId);
  if (found === undefined) throw new Error(`no sheet of ${unitId}`);
  return found;
};

describe('a corrected value', () => {
  test('is scored by its rule, and its trace names the objection, the document and the value before', () => {
    const { sheets, changed } = after([correction()]);
    expect(sheetIn(sheets, 'u1').items[0]).toMatchObject({
      points: '50',
      trace: {
        value: '90',
        observations: [
          {
            observationId: 'u1-EA-2025-02-1',
            revision: 1,
            value: '90',
            correction: { objectionId: 'o-1', documentId: 'd-1', replaced: '60' },
          },
        ],
      },
    });
    // The total of u1 passes nobody, and its rank stays: it alone is superseded.
    expect(changed).toEqual(['u1']);
  });

  test('counts for those who are compared with it: the best of all makes every other ratio smaller', () => {
    const { sheets, changed } = after([correction({ elementCode: 'EB', value: decimal('140') })]);
    expect(['u1', 'u2', 'u3'].map((id) => sheetIn(sheets, id).items[1]?.points)).toEqual(['30', '15', '5']);
    expect([...changed].sort()).toEqual(['u1', 'u2', 'u3']);
  });

  test('replaces the highest revision, and none that comes after it is missed', () => {
    const over = { observations: [seen('u1', 'EA', '2025-02', '45', 3), ...input().observations] };
    const { sheets } = after([correction()], over);
    expect(sheetIn(sheets, 'u1').items[0]?.trace.observations).toMatchObject([
      { revision: 3, value: '90', correction: { replaced: '45' } },
    ]);
  });

  test('stands in where there was none', () => {
    const over = {
      ...without('EB', 'u1'),
      system: {
        ...input().system,
        indicators: input().system.indicators.map((one) => ({ ...one, missing: 'zero' as const })),
      },
    };
    const { sheets } = after([correction({ elementCode: 'EB', value: decimal('35') })], over);
    expect(sheetIn(sheets, 'u1').items[1]).toMatchObject({
      status: 'scored',
      points: '15',
      trace: { observations: [{ observationId: 'o-1', revision: 1, correction: { replaced: null } }] },
    });
  });

  test('stays when another one follows', () => {
    const second = correction({ objectionId: 'o-2', unitId: 'u3', value: decimal('90') });
    const { sheets } = after([correction(), second]);
    expect(['u1', 'u3'].map((id) => sheetIn(sheets, id).items[0]?.points)).toEqual(['50', '50']);
  });

  test('leaves the lines of documents on their sheets, and their totals', () => {
    const line: Adjustment = {
      adjustmentId: 'a-1',
      unitId: 'u2',
      indicatorCode: 'A',
      kind: 'tolerance',
      points: decimal('2'),
      documentId: 'd-2',
      reason: '容错',
    };
    const before = sheetsOf().map((sheet) =>
      sheet.unitId === 'u2' ? { ...sheet, adjustments: [line], total: decimal('102') } : sheet,
    );
    const { sheets, changed } = after([correction()], {}, before);
    expect(sheetIn(sheets, 'u2')).toMatchObject({ total: '102', adjustments: [line] });
    expect(changed).toEqual(['u1']);
  });

  test('is scored by the target that the sheet was scored by, not by one that was published since', () => {
    const before = sheetsOf();
    const { sheets } = after([correction()], { targets: ['u1', 'u2', 'u3'].map((id) => target(id, '180')) }, before);
    expect(sheetIn(sheets, 'u1').items[0]?.trace.target?.value).toBe('90');
  });

  test('that changes nothing supersedes nothing', () => {
    expect(after([]).changed).toEqual([]);
  });
});
