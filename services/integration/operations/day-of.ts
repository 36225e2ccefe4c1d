// The day that a question is about: the one it names, or the county's current business day.
import { type IsoDate, isoDate } from '#kernel/values/date.ts';
import type { IntegrationCall } from '../handler.ts';

/** Throws COUNTY_DAY_UNKNOWN where no day is named and none has begun. */
export const dayOf = async (call: IntegrationCall, county: string, asOf: string | undefined): Promise<IsoDate> =>
  asOf === undefined ? call.today(county) : isoDate(asOf);
