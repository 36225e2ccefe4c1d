// beginDay: the business day moves, and everybody hears of it (exchange rule E20).
import { currentDay, storeDay } from '#kernel/exchange/business-day.ts';
import { taken } from '#kernel/problem/taken.ts';
import { isoDate } from '#kernel/values/date.ts';
import { stateCouncilCalendar } from '#kernel/values/working-days.ts';
import { decideDay } from '../domain/business-day.ts';
import type { IntegrationHandler } from '../handler.ts';

/** Begins a day of a county. DAY_NOT_AHEAD for a day that is not after the current one, DAY_OUT_OF_REACH as the domain says. */
export const beginDay: IntegrationHandler<'beginDay'> = async ({ body }, call) => {
  const { county } = body;
  const previous = await currentDay(call.tx, county);
  const date = taken(decideDay(isoDate(body.date), previous, stateCouncilCalendar.years));
  await storeDay(call.tx, { county, date });
  await call.append({
    type: 'cn.jixiao.integration.DayBegan.v1',
    county,
    key: county,
    businessDate: date,
    payload: { county, date, previous: previous ?? null },
  });
  call.about(county);
  return { status: 201, body: { county, date } };
};
