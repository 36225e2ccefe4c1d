// A PostgreSQL for one run of a program (specs, generators, benches): without durability, in a temporary folder, gone afterwards.
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { clearLeftovers } from '#tools/servers/leftovers.ts';
import { serverAccount } from './account.ts';
import { placeAt, removeData, standIn } from './data.ts';
import { runningPostmaster, stopPostmaster } from './postmaster.ts';
import { startPostgres } from './server.ts';

const folderPrefix = 'jixiao-postgres-';

/** A server that `stop` ends and deletes. `url` is the superuser's, on the database `postgres`. */
export type EphemeralPostgres = { readonly url: string; stop(): Promise<void> };

/** Starts a server for this process; what earlier processes left that were killed is cleared first. */
export async function startEphemeralPostgres(options: {
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  readonly maxConnections?: number;
  /** True where the figures of a bench must hold for a real server. */
  readonly durable?: boolean;
}): Promise<EphemeralPostgres> {
  await sweep(options.logger);
  // The process number in the name tells later runs whether anybody still uses the folder.
  const folder = await mkdtemp(join(tmpdir(), `${folderPrefix}${process.pid}-`));
  const { durable = false, ...rest } = options;
  const server = await startPostgres({ ...rest, durable, dataDirectory: folder });
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      await removeData(folder);
    },
  };
}

async function sweep(logger: Pick<Logger, 'warn'>): Promise<void> {
  const account = await serverAccount();
  await clearLeftovers({
    name: new RegExp(`^${folderPrefix}(\\d+)-`),
    // Root hands the folders of its servers over to their account.
    accounts: account === undefined ? [] : [account.uid],
    clear: async (folder) => {
      for (const place of [placeAt(folder), placeAt(standIn(folder))]) {
        const orphan = await runningPostmaster(place.cluster);
        if (orphan !== undefined) await stopPostmaster(orphan);
      }
      await removeData(folder);
    },
    failed: (folder, error) => logger.warn(`An earlier run left ${folder}, which can't be cleared: ${String(error)}`),
  });
}
