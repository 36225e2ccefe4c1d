// The moment of a strike: in the middle of work, seen in the database, so that it is neither before nor after it.
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import type { ServiceName } from '#kernel/database/provision.ts';

const pollMs = 5;
const limitMs = 120_000;

/** Waits until a service has written so many events. Throws after two minutes. */
export const untilEvents = async (databaseUrl: string, service: ServiceName, count: number): Promise<void> => {
  const client = new Client({ connectionString: databaseUrl });
  // A test that fails in between drops the database under the connection.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const began = Date.now();
    for (;;) {
      const { rows } = await client.query<{ events: number }>(`select count(*)::int as events from ${service}.outbox`);
      if ((rows[0]?.events ?? 0) >= count) return;
      if (Date.now() - began > limitMs)
        throw new Error(`${service} has written ${rows[0]?.events} events, not ${count}`);
      await delay(pollMs);
    }
  } finally {
    await client.end();
  }
};
