// The database of a freshly imported realm, kept so that a test run starts Keycloak in 15 s instead of 40.
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { install } from './installation.ts';
import { fingerprint, keycloakFolder, keycloakVersion } from './keycloak-install.ts';
import { type LocalKeycloak, startKeycloak } from './keycloak-server.ts';
import { type Progress, withProgress } from './progress.ts';

const seedLimitMs = 240_000;
const database = 'h2/keycloakdb.mv.db';

/** What a Keycloak for tests is made from. */
export type KeycloakOptions = {
  readonly cacheDirectory: string;
  /** The realm's file first; the users of the further files join it. */
  readonly realmFiles: readonly string[];
  /** A folder of its own for this run. */
  readonly directory: string;
  readonly progress: Progress;
};

/** Starts Keycloak with the realm, from a seed that is made by the first start and made anew when the realm's files change. */
export const startSeededKeycloak = async (options: KeycloakOptions): Promise<LocalKeycloak> => {
  const { cacheDirectory, directory, progress } = options;
  const realm = mergedRealm(await Promise.all(options.realmFiles.map((file) => readFile(file, 'utf8'))));
  const folder = await keycloakFolder(cacheDirectory, progress);
  const seed = await install({
    cacheDirectory,
    key: `keycloak-${keycloakVersion}-${fingerprint()}-seed-${hashOf(realm.text)}`,
    essential: [database],
    limitMs: seedLimitMs,
    progress,
    fill: (target) => makeSeed(folder, realm, target, progress),
  });
  const start = (): Promise<LocalKeycloak> => startKeycloak({ folder, directory, realm, seed });
  return withProgress(progress, `Keycloak ${keycloakVersion}: starting`, seedLimitMs, start);
};

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);

/** A realm to import: its name and its JSON text. */
export type Realm = { readonly name: string; readonly text: string };

type Entry = Readonly<Record<string, unknown>>;
type RealmFile = {
  readonly realm?: unknown;
  readonly clients?: readonly Entry[];
  readonly users?: readonly Entry[];
};

/** All entries, those of the same name as one: what a further file says of it adds to, or takes the place of, what was said. */
const joined = (entries: readonly Entry[], name: string): Entry[] => {
  const byName = new Map<unknown, Entry>();
  for (const entry of entries) byName.set(entry[name], { ...byName.get(entry[name]), ...entry });
  return [...byName.values()];
};

/** The realm of the first text with the users and the clients of all of them. */
export const mergedRealm = (texts: readonly string[]): Realm => {
  const parts = texts.map((text) => JSON.parse(text) as RealmFile);
  const name = parts[0]?.realm;
  if (typeof name !== 'string') throw new Error("the realm's file is missing or names no realm");
  const users = joined(
    parts.flatMap((part) => part.users ?? []),
    'username',
  );
  const clients = joined(
    parts.flatMap((part) => part.clients ?? []),
    'clientId',
  );
  return { name, text: JSON.stringify({ ...parts[0], users, clients }, null, 1) };
};

const makeSeed = async (folder: string, realm: Realm, target: string, progress: Progress): Promise<void> => {
  const directory = await mkdtemp(join(tmpdir(), 'jixiao-keycloak-seed-'));
  const title = `Keycloak ${keycloakVersion}: importing realm ${realm.name} into an empty database (once per realm file)`;
  try {
    const server = await withProgress(progress, title, seedLimitMs, () => startKeycloak({ folder, directory, realm }));
    await server.stop();
    await cp(join(directory, 'data', 'h2'), join(target, 'h2'), { recursive: true });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
};
