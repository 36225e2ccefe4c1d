// The day that a question is about: the one it names, or the county's current business day.
import { type Instant, type IsoDate, instant, isoDate } from '#kernel/values/date.ts';
import type { IntegrationCall } from '../handler.ts';

/** Throws COUNTY_DAY_UNKNOWN where no day is named and none has begun. */
export const dayOf = async (call: IntegrationCall, county: string, asOf: string | undefined): Promise<IsoDate> =>
  asOf === undefined ? call.today(county) : isoDate(asOf);

/** The instant whose knowledge is asked for. Throws what becomes VALUE_INVALID for one that no calendar here knows. */
export const knowledgeOf = (knownAt: string | undefined): Instant | undefined =>
  knownAt === undefined ? undefined : instant(knownAt);
