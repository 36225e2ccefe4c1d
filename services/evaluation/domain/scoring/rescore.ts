// A run that is computed again with corrected values: whoever is touched by them, also as a peer, gets a new sheet.
import { digestOf } from '#kernel/values/canonical-json.ts';
import type { Checked } from '#kernel/values/scheme/fault.ts';
import { adjustSheets } from './adjustment.ts';
import type { RunInput } from './columns.ts';
import { scoreRun } from './score-run.ts';
import type { ScoredTarget, ScoreSheet } from './score-sheet.ts';

const targetKey = ({ unitId, indicatorCode }: Pick<ScoredTarget, 'unitId' | 'indicatorCode'>): string =>
  JSON.stringify([unitId, indicatorCode]);

/** The targets that the sheets were scored by; a plan that was published since counts only where a sheet used none. */
const targetsOf = (sheets: readonly ScoreSheet[], published: readonly ScoredTarget[]): readonly ScoredTarget[] => {
  const targets = new Map(published.map((target) => [targetKey(target), target]));
  for (const { unitId, items } of sheets)
    for (const { indicatorCode, trace } of items) {
      const target = trace.target === null ? undefined : { ...trace.target, unitId, indicatorCode };
      if (target !== undefined) targets.set(targetKey(target), target);
    }
  return [...targets.values()];
};

/**
 * Scores again what the sheets were scored from, with the lines that documents have added to them. Returns what keeps it from
 * completing.
 */
export const rescore = (input: RunInput, before: readonly ScoreSheet[]): Checked<readonly ScoreSheet[]> => {
  const run = scoreRun({ ...input, targets: targetsOf(before, input.targets) });
  if (!run.ok) return run;
  const lines = before.flatMap(({ adjustments }) => adjustments);
  return adjustSheets(run.value, lines, input.system.precision);
};

/** The sheets of `after` that say anything else than those before: the ones that are superseded. */
export const changedSheets = (before: readonly ScoreSheet[], after: readonly ScoreSheet[]): readonly ScoreSheet[] => {
  const earlier = new Map(before.map((sheet) => [sheet.unitId, digestOf(sheet)]));
  return after.filter((sheet) => earlier.get(sheet.unitId) !== digestOf(sheet));
};
