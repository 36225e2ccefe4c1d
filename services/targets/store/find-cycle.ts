// A cycle as its opening told of it.
import type { Transaction } from 'kysely';
import { type IsoDate, isoDate } from '#kernel/values/date.ts';
import { type Period, period } from '#kernel/values/period.ts';
import { type LightRules, readLightRules } from '../domain/light-rules.ts';
import type { DB } from './tables.ts';

/** A cycle as far as plans, lights and notices need it. */
export interface Cycle {
  readonly id: string;
  readonly indicatorSystemId: string;
  /** Whether its indicator system has been retired since: then no new plan is made on it. */
  readonly retired: boolean;
  readonly from: Period;
  readonly to: Period;
  /** The day on which its units were frozen. */
  readonly openedOn: IsoDate;
  readonly lightRules: LightRules;
  readonly noticeAnswer: { readonly unit: 'working-days'; readonly days: number };
}

/** The cycle of an id; undefined where none has been opened in the county. */
export const findCycle = async (tx: Transaction<DB>, county: string, id: string): Promise<Cycle | undefined> => {
  const row = await tx
    .selectFrom('cycle')
    .innerJoin('indicator_system', (join) =>
      join
        .onRef('indicator_system.county', '=', 'cycle.county')
        .onRef('indicator_system.id', '=', 'cycle.indicator_system_id'),
    )
    .selectAll('cycle')
    .select('indicator_system.retired_on')
    .where('cycle.county', '=', county)
    .where('cycle.id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    id: row.id,
    indicatorSystemId: row.indicator_system_id,
    retired: row.retired_on !== null,
    from: period(row.from_period),
    to: period(row.to_period),
    openedOn: isoDate(row.opened_on),
    lightRules: readLightRules(row.light_rules),
    noticeAnswer: { unit: 'working-days', days: row.notice_answer_days },
  };
};
