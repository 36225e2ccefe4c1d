// Finding the cycle of a request, and holding it for a change.
import { problem } from '#kernel/problem/problem.ts';
import type { IsoDate } from '#kernel/values/date.ts';
import type { EvaluationCall } from '../../handler.ts';
import type { CycleRow } from '../../store/cycle-row.ts';
import { findCycle, lockCycle } from '../../store/find-cycle.ts';

const what = '考核周期';

/** The cycle of an id. NOT_FOUND also for another county's: row-level security hides it. */
export const cycleOf = async (call: EvaluationCall, cycleId: string): Promise<CycleRow> => {
  const cycle = await findCycle(call.tx, cycleId);
  if (cycle === undefined) throw problem('NOT_FOUND', { what });
  return cycle;
};

/**
 * Holds a cycle and its county's day until the transaction ends. The day is taken first, as DayBegan takes it, so that the
 * two never wait for each other. `wanted` throws the refusal of a cycle that is named in the body and not there.
 */
export const heldCycle = async (
  call: EvaluationCall,
  cycleId: string,
  wanted: () => Error = () => problem('NOT_FOUND', { what }),
): Promise<{ readonly cycle: CycleRow; readonly today: IsoDate }> => {
  const seen = await findCycle(call.tx, cycleId);
  if (seen === undefined) throw wanted();
  const today = await call.today(seen.county);
  const cycle = await lockCycle(call.tx, cycleId);
  if (cycle === undefined) throw wanted();
  return { cycle, today };
};
