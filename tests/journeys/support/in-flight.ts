// Calls that are held in flight: a lock in the database keeps them from ending until it is let go.
import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';

const pollMs = 20;
const limitMs = 20_000;

/** A held table: what reads or writes it waits. */
export interface Hold {
  /** Resolves when so many transactions wait for the table. */
  waiting(transactions: number): Promise<void>;
  release(): Promise<void>;
}

/** Holds a table, such as `integration.document`, as a superuser. */
export const holdTable = async (databaseUrl: string, table: string): Promise<Hold> => {
  const client = new Client({ connectionString: databaseUrl });
  // A test that fails in between drops the database under the connection.
  client.on('error', () => undefined);
  await client.connect();
  await client.query('begin');
  await client.query(`lock table ${table} in access exclusive mode`);
  return {
    waiting: async (transactions) => {
      const began = Date.now();
      for (;;) {
        const { rows } = await client.query<{ waiting: number }>(
          'select count(*)::int as waiting from pg_locks where relation = $1::regclass and not granted',
          [table],
        );
        const waiting = rows[0]?.waiting ?? 0;
        if (waiting >= transactions) return;
        if (Date.now() - began > limitMs) throw new Error(`${waiting} wait for ${table}, ${transactions} should`);
        await delay(pollMs);
      }
    },
    release: async () => {
      await client.query('commit');
      await client.end();
    },
  };
};

/** A call that a gateway has taken: `status` is that of its answer. It rejects when the connection breaks. */
export interface CallInFlight {
  readonly status: Promise<number>;
}

/**
 * Sends a call to a gateway on a connection of its own; resolves once the gateway has taken it: by its «100 Continue», or, where there
 * is no body to ask for, when it answers what was sent after it.
 */
export const takenCall = (url: string, token: string, body?: unknown): Promise<CallInFlight> =>
  new Promise((resolve, reject) => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const call = request(url, {
      method: body === undefined ? 'GET' : 'POST',
      agent: false,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined
          ? {}
          : {
              expect: '100-continue',
              'content-type': 'application/json',
              'content-length': Buffer.byteLength(text),
              'idempotency-key': randomUUID(),
            }),
      },
    });
    const status = new Promise<number>((answered, broken) => {
      call.once('response', (response) => {
        response.resume();
        response.once('end', () => answered(response.statusCode ?? 0));
        response.once('error', broken);
      });
      call.once('error', broken);
    });
    // Whoever never got the call need not hear of its end.
    status.catch(reject);
    call.once('continue', () => {
      call.end(text);
      resolve({ status });
    });
    if (body !== undefined) {
      call.flushHeaders();
      return;
    }
    call.once('finish', () => {
      fetch(new URL('/health/live', url)).then(() => resolve({ status }), reject);
    });
    call.end();
  });
