// A PostgreSQL for one run of a program (specs, generators, benches): without durability, in a temporary folder, gone afterwards.
import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { placeAt, removeData, standIn } from './data.ts';
import { isAlive, runningPostmaster, stopPostmaster } from './postmaster.ts';
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
  await sweep();
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

async function sweep(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const owner = Number.parseInt(name.slice(folderPrefix.length), 10);
    if (!name.startsWith(folderPrefix) || !Number.isInteger(owner) || isAlive(owner)) continue;
    const folder = join(tmpdir(), name);
    for (const place of [placeAt(folder), placeAt(standIn(folder))]) {
      const orphan = await runningPostmaster(place.cluster);
      if (orphan !== undefined) await stopPostmaster(orphan);
    }
    await removeData(folder);
  }
}
