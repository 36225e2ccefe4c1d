// Beginning a day while a command runs, as DayBegan does: it takes the day first and then the records that the day moves.
import { Client } from 'pg';
import { expect } from 'vitest';

/** A DayBegan that a spec holds open. */
export interface DayHolder {
  /** Holds the day, lets a command run into it, and takes the record as DayBegan would: it has to be free. Gives the answer. */
  whileTheDayBegins<T>(table: string, id: string, command: () => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

const waiting = `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;

/** Opens a connection of its own beside a service under test. */
export const openDayHolder = async (
  service: {
    readonly url: () => string;
    readonly sql: (text: string) => Promise<unknown[]>;
  },
  schema: string,
): Promise<DayHolder> => {
  const holder = new Client({ connectionString: service.url(), options: `-c search_path=${schema}` });
  await holder.connect();
  return {
    whileTheDayBegins: async (table, id, command) => {
      await holder.query('begin');
      await holder.query('select from business_day for update');
      const answer = command();
      try {
        await expect.poll(() => service.sql(waiting)).toHaveLength(1);
        await holder.query(`select from ${table} where id = $1 for update nowait`, [id]);
      } finally {
        await holder.query('rollback');
      }
      return answer;
    },
    stop: () => holder.end(),
  };
};
