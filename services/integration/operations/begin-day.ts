// beginDay: the business day moves, and everybody hears of it (exchange rule E20).
import { currentDay, storeDay } from '#kernel/exchange/business-day.ts';
import { problem } from '#kernel/problem/problem.ts';
import { isoDate } from '#kernel/values/date.ts';
import type { IntegrationHandler } from '../handler.ts';

/** Begins a day of a county. DAY_NOT_AHEAD for a day that is not after the current one. */
export const beginDay: IntegrationHandler<'beginDay'> = async ({ body }, call) => {
  const { county } = body;
  const date = isoDate(body.date);
  const previous = await currentDay(call.tx, county);
  if (previous !== undefined && date <= previous) throw problem('DAY_NOT_AHEAD', { date, current: previous });
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
