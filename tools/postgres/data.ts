// Where the data of a local PostgreSQL live: in the folder asked for, or, where the server's account can't enter that, beside the system's.
import { createHash, randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Account, canWrite } from './account.ts';
import { systemFolder } from './binaries.ts';
import { failureOf } from './failure.ts';

const passwordBytes = 24;

/** The files of one server: `cluster` is PostgreSQL's own folder, the rest is ours. */
export type DataPlace = {
  readonly folder: string;
  readonly cluster: string;
  readonly passwordFile: string;
  readonly logFile: string;
};

/** Names the files of a server under a folder, without touching the disk. */
export function placeAt(folder: string): DataPlace {
  return {
    folder,
    cluster: join(folder, 'cluster'),
    passwordFile: join(folder, 'password'),
    logFile: join(folder, 'server.log'),
  };
}

/** The folder that stands in for one that `postgres` can't enter: the same for the same request, so that the next start finds it. */
export function standIn(requested: string): string {
  return join(systemFolder, `data-${createHash('sha256').update(resolve(requested)).digest('hex').slice(0, 12)}`);
}

/** Makes the folder of a server, owned by its account and closed to others; says so when it had to be put elsewhere. */
export async function prepareData(
  requested: string,
  account: Account,
  say: (sentence: string) => void,
): Promise<DataPlace> {
  const wanted = resolve(requested);
  const other = standIn(wanted);
  if (account === undefined) return makeFolder(wanted, account);
  // Data that once were put elsewhere stay there, also after somebody opened the folder.
  if (!(await exists(placeAt(other).cluster))) {
    const place = await makeFolder(wanted, account);
    if (await canWrite(wanted, account)) return place;
    // Only the empty folder just made is taken away again; what was there before stays.
    await rmdir(wanted).catch(() => undefined);
  }
  say(`The user postgres can't use ${wanted}, so the database is kept in ${other}.`);
  return makeFolder(other, account);
}

/** Deletes the data of a server that has stopped, wherever they were put. */
export async function removeData(requested: string): Promise<void> {
  await rm(resolve(requested), { recursive: true, force: true });
  await rm(standIn(requested), { recursive: true, force: true });
}

/** The superuser's password: kept beside the cluster with mode 0600, made at the first start. */
export async function superuserPassword(place: DataPlace, account: Account): Promise<string> {
  try {
    if (await exists(place.passwordFile)) return (await readFile(place.passwordFile, 'utf8')).trim();
    const password = randomBytes(passwordBytes).toString('base64url');
    await writeFile(place.passwordFile, `${password}\n`, { mode: 0o600 });
    if (account !== undefined) await chown(place.passwordFile, account.uid, account.gid);
    return password;
  } catch (error) {
    throw failureOf(error, `The database password in ${place.passwordFile} can't be read or written.`);
  }
}

async function makeFolder(folder: string, account: Account): Promise<DataPlace> {
  try {
    await mkdir(folder, { recursive: true, mode: account === undefined ? 0o700 : 0o755 });
    if (account !== undefined) await chown(folder, account.uid, account.gid);
    return placeAt(folder);
  } catch (error) {
    throw failureOf(error, `The folder ${folder} can't be made or written.`);
  }
}

/** Whether a file or folder is there. */
export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
