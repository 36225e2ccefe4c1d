// A copy of PostgreSQL's programs for an account that can't enter the folder that they were installed in.
import { createHash } from 'node:crypto';
import { cp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { waitForLock } from '#tools/bootstrap/lock.mjs';
import { isAlive } from '#tools/bootstrap/process.mjs';
import { type Account, canRun } from './account.ts';
import type { Binaries } from './binaries.ts';
import { failureOf, PostgresFailure } from './failure.ts';
import { makeSystemFolder, systemFolder } from './system-folder.ts';

const lockLimitMs = 300_000;
const lockPollMs = 200;
// Half a copy carries the number of the process that makes it.
const halfName = /^postgresql-.*[0-9a-f]{12}\.(\d+)$/;

/**
 * The programs in a folder that the account can enter. They are copied once for each version and place of installation, and never
 * replaced while they run: another system may have its server from them. NO_PERMISSION where even the copy can't be run.
 */
export async function copyBinaries(
  installed: Binaries,
  account: Account,
  say: (sentence: string) => void,
): Promise<Binaries> {
  const source = dirname(dirname(installed.postgres));
  const folder = join(systemFolder, `postgresql-${await keyOf(source)}`);
  const copy = { initdb: join(folder, 'bin', 'initdb'), postgres: join(folder, 'bin', 'postgres') };
  if (await canRun(copy.postgres, account)) return copy;
  const release = await lock(folder);
  try {
    // Another start may have made it while we waited.
    if (await canRun(copy.postgres, account)) return copy;
    await copyWhole(source, folder);
  } catch (error) {
    throw failureOf(error, `The PostgreSQL programs could not be copied to ${folder}.`);
  } finally {
    release();
  }
  if (!(await canRun(copy.postgres, account))) {
    const advice = 'Run the command as an ordinary user.';
    throw new PostgresFailure('NO_PERMISSION', `The user postgres can't run ${copy.postgres}. ${advice}`);
  }
  const closed = dirname(installed.postgres);
  say(`The user postgres can't enter ${closed}, so its programs were copied to ${dirname(copy.postgres)}.`);
  return copy;
}

/** The version of the package, for a person who looks into the folder and for the next version, and a digest of its place. */
async function keyOf(source: string): Promise<string> {
  try {
    const manifest: unknown = JSON.parse(await readFile(join(dirname(source), 'package.json'), 'utf8'));
    const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : '';
    return `${String(version)}-${createHash('sha256').update(source).digest('hex').slice(0, 12)}`;
  } catch (error) {
    throw failureOf(error, `The package of the PostgreSQL programs in ${source} can't be read.`);
  }
}

async function lock(folder: string): Promise<() => void> {
  try {
    await makeSystemFolder();
    const result = await waitForLock(`${folder}.lock`, {
      limitMs: lockLimitMs,
      pollMs: lockPollMs,
      waiting: undefined,
    });
    if ('release' in result) return result.release;
    throw new Error(`process ${result.holder.pid} has been copying for ${lockLimitMs / 60_000} minutes`);
  } catch (error) {
    throw failureOf(error, `The PostgreSQL programs could not be copied to ${folder}.`);
  }
}

/** A copy appears by the rename, whole or not at all. One that is there but does not run is made again. */
async function copyWhole(source: string, folder: string): Promise<void> {
  await sweepHalves();
  const half = `${folder}.${process.pid}`;
  try {
    await cp(source, half, { recursive: true, verbatimSymlinks: true });
    await rm(folder, { recursive: true, force: true });
    await rename(half, folder);
  } finally {
    await rm(half, { recursive: true, force: true });
  }
}

/** Removes the halves that killed processes left, 60 MB each. */
async function sweepHalves(): Promise<void> {
  for (const name of await readdir(systemFolder)) {
    const pid = halfName.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid)))
      await rm(join(systemFolder, name), { recursive: true, force: true });
  }
}
