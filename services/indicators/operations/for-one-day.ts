// Long work for the county's day: the day is held for its end alone, so that a new day need not wait for it.
import { sql } from 'kysely';
import type { IsoDate } from '#kernel/values/date.ts';
import type { IndicatorsCall } from '../handler.ts';
import { knownDay } from '../store/known-day.ts';

/** Passes that do not hold the day. Days that are made up for come one after another; then it is held from the beginning. */
const unheldPassesMax = 4;

/**
 * Runs work for the county's day and gives what it gave, with the day held from then on until the transaction ends. A day that
 * had to wait for a million rows would be parked (E8), so the work runs with the day unheld; if the day moved meanwhile, what
 * the work wrote is undone and it runs again for the day that it is now. So all that is recorded under a day was recorded
 * before it ended, as if the day had been held all along. Throws COUNTY_DAY_UNKNOWN.
 */
export const forOneDay = async <Done>(
  call: IndicatorsCall,
  county: string,
  work: (today: IsoDate) => Promise<Done>,
): Promise<Done> => {
  await sql`savepoint unheld_day`.execute(call.tx);
  for (let pass = 1; ; pass += 1) {
    const unheld = pass <= unheldPassesMax ? await knownDay(call.tx, county) : undefined;
    const today = unheld ?? (await call.today(county));
    const done = await work(today);
    if ((await call.today(county)) === today) return done;
    call.log.info({ county, pass }, 'the day moved under long work, which is done again');
    await sql`rollback to savepoint unheld_day`.execute(call.tx);
  }
};
