// What a run of a cycle is computed from, read from the store.
import { period } from '#kernel/values/period.ts';
import type { RunInput } from '../../domain/scoring/columns.ts';
import { correctObservations } from '../../domain/scoring/correction.ts';
import { monthsBetween } from '../../domain/scoring/cycle-periods.ts';
import type { EvaluationCall } from '../../handler.ts';
import type { CycleRow } from '../../store/cycle-row.ts';
import { systemOf } from '../../store/indicator-system.ts';
import { unitsOf } from '../../store/list-units.ts';
import { correctionsOf } from '../../store/objections.ts';
import { frozenObservations, publishedTargets } from '../../store/run-input.ts';

/** The system, the units, the published targets and the frozen set, with the values that accepted objections have corrected. */
export const loadRunInput = async (call: EvaluationCall, cycle: CycleRow, setId: string): Promise<RunInput> => {
  const units = await unitsOf(call.tx, cycle.id);
  const observations = await frozenObservations(call.tx, { cycleId: cycle.id, setId });
  return {
    system: await systemOf(call.tx, cycle.indicator_system_id),
    months: monthsBetween(period(cycle.month_from), period(cycle.month_to)),
    units: units.map(({ id, class_code, group_code }) => ({
      unitId: id,
      classCode: class_code,
      groupCode: group_code,
    })),
    observations: correctObservations(observations, await correctionsOf(call.tx, cycle.id)),
    targets: await publishedTargets(call.tx, cycle.id),
  };
};
