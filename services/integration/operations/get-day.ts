// getDay.
import { currentDay } from '#kernel/exchange/business-day.ts';
import { problem } from '#kernel/problem/problem.ts';
import type { IntegrationHandler } from '../handler.ts';

/** The current business day of a county; NOT_FOUND before the first. */
export const getDay: IntegrationHandler<'getDay'> = async ({ query }, call) => {
  const date = await currentDay(call.tx, query.county);
  if (date === undefined) throw problem('NOT_FOUND', { what: '业务日期' });
  return { status: 200, body: { county: query.county, date } };
};
