// DayBegan: objections whose time is over are closed, where none is open any more (exchange rule E20).

import { countyOfEvent } from '#kernel/exchange/county-of-event.ts';
import { isoDate } from '#kernel/values/date.ts';
import type { EvaluationReaction } from '../handler.ts';
import { closeObjections, lockNotifiedCycles } from '../store/close-objections.ts';

/** Closes the objections of the county's notified cycles from the day after their due day on. */
export const closeObjectionsByDay: EvaluationReaction<'cn.jixiao.integration.DayBegan.v1'> = async (event, call) => {
  const county = countyOfEvent(event);
  const today = isoDate(event.payload.date);
  for (const cycle of await lockNotifiedCycles(call.tx, county, today)) {
    const closed = await closeObjections(call.tx, cycle, today);
    if (closed === undefined) continue;
    await call.append({
      type: 'cn.jixiao.evaluation.ObjectionsClosed.v1',
      key: cycle.id,
      payload: { ...closed },
    });
  }
};
