// One start of the postgres program: settings, process group, log file, and the wait for a real answer.
import { type ChildProcess, spawn } from 'node:child_process';
import { chown, open, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '#kernel/database/pg.ts';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import type { DataPlace } from './data.ts';
import { failureOf } from './failure.ts';
import { stopPostmaster } from './postmaster.ts';

/** The superuser's name in every cluster that we make. */
export const superuser = 'postgres';
// Five services, each with pools for commands, reads and the exchange, and one for its shards.
const defaultMaxConnections = 200;
const answerTimeoutMs = 60_000;
const connectTimeoutMs = 2_000;
const answerPollMs = 20;
const logTailCharacters = 2_000;

/** A running server: `url` is the superuser's, on the database `postgres`; `stop` may be called twice. */
export type PostgresServer = {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly dataDirectory: string;
  /** Settles when the server has ended, by `stop` or by itself. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
};

/** All that one start needs. */
export type Launch = {
  readonly binaries: Binaries;
  readonly place: DataPlace;
  readonly account: Account;
  readonly password: string;
  readonly port: number;
  readonly durable: boolean;
  readonly maxConnections: number | undefined;
  readonly settings: Readonly<Record<string, string>> | undefined;
};

/** Starts the program and waits for its answer; a server that gives none is stopped, and its log told in the failure. */
export async function launch(start: Launch): Promise<PostgresServer> {
  const { binaries, place, account, password, port } = start;
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: String(start.maxConnections ?? defaultMaxConnections),
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(start.durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    ...start.settings,
  };
  const parameters = [
    '-D',
    place.cluster,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
  const log = await open(place.logFile, 'w', 0o600);
  if (account !== undefined) await chown(place.logFile, account.uid, account.gid);
  // Its own process group: a Ctrl-C at the terminal reaches our program alone, which stops the services before their database.
  const child = spawn(binaries.postgres, parameters, {
    ...account,
    cwd: place.folder,
    env: programEnvironment(),
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  await log.close();
  let hasEnded = false;
  const ended = endOf(child, () => {
    hasEnded = true;
  });
  const url = `postgres://${superuser}:${password}@127.0.0.1:${port}/postgres`;
  try {
    await answer(url, () => hasEnded);
  } catch (error) {
    if (!hasEnded && child.pid !== undefined) await stopPostmaster(child.pid);
    throw failureOf(error, 'PostgreSQL did not start.', await tailOf(place.logFile));
  }
  child.unref();
  const pid = child.pid ?? 0;
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    if (hasEnded) return;
    // From here on somebody waits for the end, so it must keep our process alive again.
    child.ref();
    await stopPostmaster(pid);
    await ended;
  };
  return {
    url,
    port,
    pid,
    dataDirectory: place.folder,
    ended,
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}

/** The environment of the programs. */
export function programEnvironment(): NodeJS.ProcessEnv {
  // Nothing of the caller's environment (PGDATA, PGPORT, LC_ALL) may change the server.
  return { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}

async function endOf(child: ChildProcess, note: () => void): Promise<void> {
  await new Promise<void>((resolve) => {
    const settle = (): void => {
      note();
      resolve();
    };
    child.once('exit', settle);
    child.once('error', settle);
  });
}

async function answer(url: string, hasEnded: () => boolean): Promise<void> {
  const deadline = Date.now() + answerTimeoutMs;
  for (;;) {
    if (hasEnded()) throw new Error('the server ended');
    const client = new Client({ connectionString: url, connectionTimeoutMillis: connectTimeoutMs });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('select 1');
      await client.end();
      return;
    } catch (error) {
      await client.end().catch(() => undefined);
      if (Date.now() > deadline) throw error;
      await sleep(answerPollMs);
    }
  }
}

async function tailOf(file: string): Promise<string> {
  return (await readFile(file, 'utf8').catch(() => '')).slice(-logTailCharacters);
}
