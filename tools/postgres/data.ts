// Where the data of a local PostgreSQL live: in the folder asked for, or, where the server's account can't enter that, beside the system's.
import { createHash, randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type Account, canEnter } from './account.ts';
import { failureOf } from './failure.ts';
import { makeSystemFolder, systemFolder } from './system-folder.ts';

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

/**
 * The folder in which the data asked for will lie, without making anything: the one asked for, or its stand-in where the account
 * can't come to it. Data that once were put elsewhere stay there, also after somebody opened the folder; unless they are forgotten.
 */
export async function folderOfData(requested: string, account: Account, forgotten = false): Promise<string> {
  const wanted = resolve(requested);
  if (account === undefined) return wanted;
  const other = standIn(wanted);
  if (!forgotten && (await exists(placeAt(other).cluster))) return other;
  // The folder itself is given to the account when it is made: what can be closed is the way to it.
  return (await canEnter(await nearestExisting(dirname(wanted)), account)) ? wanted : other;
}

/** The folder itself, or the nearest above it that is there. */
export async function nearestExisting(folder: string): Promise<string> {
  const above = dirname(folder);
  return above === folder || (await exists(folder)) ? folder : nearestExisting(above);
}

/** Makes the folder of a server, owned by its account and closed to others; says so when it had to be put elsewhere. */
export async function prepareData(
  requested: string,
  account: Account,
  say: (sentence: string) => void,
): Promise<DataPlace> {
  const wanted = resolve(requested);
  const folder = await folderOfData(wanted, account);
  if (folder !== wanted) say(`The user postgres can't use ${wanted}, so the database is kept in ${folder}.`);
  return makeFolder(folder, account);
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
    if (dirname(folder) === systemFolder) await makeSystemFolder();
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
