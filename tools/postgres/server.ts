// A real PostgreSQL of our own: started from the platform package in its own process group, on loopback, stopped by us and nobody else.
import { execFile } from 'node:child_process';
import { rename, rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Logger } from 'pino';
import { freePort } from '#tools/servers/port.ts';
import { type Account, serverAccount } from './account.ts';
import { type Binaries, findBinaries } from './binaries.ts';
import { type DataPlace, exists, prepareData, superuserPassword } from './data.ts';
import { failureOf, PostgresFailure } from './failure.ts';
import { launch, type PostgresServer, programEnvironment, superuser } from './launch.ts';
import { runningPostmaster, stopPostmaster } from './postmaster.ts';

const run: typeof execFile.__promisify__ = promisify(execFile);

const initdbTimeoutMs = 120_000;
const portAttempts = 3;

/** How a server is started. `port` 0 takes a free one; `durable: false` trades safety for speed and is for tests alone. */
export type PostgresOptions = {
  readonly dataDirectory: string;
  readonly port?: number;
  readonly durable: boolean;
  readonly maxConnections?: number;
  readonly settings?: Readonly<Record<string, string>>;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
};

/**
 * Starts PostgreSQL 18 on a data folder (made at the first start) and waits for its answer to a query.
 * A server that an earlier, killed program left on the same data is stopped first: nobody else may use them, the caller holds the lock.
 * Throws {@link PostgresFailure} with a reason of its closed list.
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const say = (sentence: string): void => options.logger.info(sentence);
  const account = await serverAccount();
  const binaries = await findBinaries(account, say);
  const place = await prepareData(options.dataDirectory, account, say);
  const orphan = await runningPostmaster(place.cluster);
  if (orphan !== undefined) {
    options.logger.warn(
      `An earlier start left PostgreSQL (process ${orphan}) on ${place.folder}; it is stopped first.`,
    );
    await stopPostmaster(orphan);
  }
  const password = await superuserPassword(place, account);
  if (!(await exists(place.cluster))) await initialise(binaries, place, account, options.durable);
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port === undefined || options.port === 0 ? await freePort() : options.port;
    try {
      return await launch({
        binaries,
        place,
        account,
        password,
        port,
        durable: options.durable,
        maxConnections: options.maxConnections,
        settings: options.settings,
      });
    } catch (error) {
      const lostTheRace = error instanceof PostgresFailure && /could not bind|Address already in use/.test(error.log);
      if (!lostTheRace || options.port !== undefined || attempt === portAttempts) throw error;
    }
  }
}

async function initialise(binaries: Binaries, place: DataPlace, account: Account, durable: boolean): Promise<void> {
  // A cluster appears whole by the rename: what a killed start left half made is deleted and made again.
  const half = `${place.cluster}.half`;
  await rm(half, { recursive: true, force: true });
  const parameters = [
    '--pgdata',
    half,
    '--username',
    superuser,
    '--pwfile',
    place.passwordFile,
    '--encoding',
    'UTF8',
    '--locale',
    'C',
  ];
  parameters.push('--auth-host', 'scram-sha-256', '--auth-local', 'scram-sha-256');
  if (!durable) parameters.push('--no-sync');
  try {
    await run(binaries.initdb, parameters, {
      ...account,
      cwd: place.folder,
      env: programEnvironment(),
      timeout: initdbTimeoutMs,
    });
    await rename(half, place.cluster);
  } catch (error) {
    await rm(half, { recursive: true, force: true });
    const log = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
    throw failureOf(error, `A new database could not be made in ${place.folder}.`, log);
  }
}
