// What keeps a run from completing: units that do not fit the system, and values that are missing.
import type { FaultList } from '#kernel/values/scheme/fault.ts';
import type { Column, RunInput } from './columns.ts';
import type { AssessedUnit } from './score-sheet.ts';

/** Adds a fault for each unit that stands twice or has no weights, and for a run without units. */
export const checkUnits = ({ system, units }: RunInput, faults: FaultList): void => {
  const classes = new Set(system.classes.map(({ code }) => code));
  const known = new Set<string>();
  if (units.length === 0) faults.add('/units', 'EMPTY');
  units.forEach(({ unitId, classCode }, index) => {
    if (known.has(unitId)) faults.add(`/units/${index}/unitId`, 'DUPLICATE', { unitId });
    if (!classes.has(classCode)) faults.add(`/units/${index}/classCode`, 'UNKNOWN_CLASS', { class: classCode });
    known.add(unitId);
  });
};

/**
 * Adds a fault for each missing value whose indicator blocks the run, for each class average of which nobody has a value,
 * and for a unit whose items would all be dropped, since nothing would be left to scale up.
 */
export const checkMissing = (columns: readonly Column[], units: readonly AssessedUnit[], faults: FaultList): void => {
  units.forEach(({ unitId, classCode }, index) => {
    let kept = 0;
    for (const { indicator, cells, averages } of columns) {
      const cell = cells[index];
      if (cell === undefined || !cell.assessed) continue;
      if (cell.score !== undefined || indicator.missing !== 'drop-and-rescale') kept += 1;
      // A value without a score has been refused by its rule, and the fault is told there.
      if (cell.score !== undefined || cell.trace.value !== null) continue;
      const params = { unitId, indicatorCode: indicator.code, lacking: cell.trace.lacking.length };
      if (indicator.missing === 'block') faults.add(`/units/${index}`, 'OBSERVATION_MISSING', params);
      if (indicator.missing === 'class-average' && !averages.has(classCode)) {
        faults.add(`/units/${index}`, 'CLASS_AVERAGE_UNKNOWN', params);
      }
    }
    if (kept === 0) faults.add(`/units/${index}`, 'NOTHING_TO_SCORE', { unitId });
  });
};
