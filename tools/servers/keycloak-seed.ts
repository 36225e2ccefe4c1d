// The database of a freshly imported realm, kept so that a test run starts Keycloak in 15 s instead of 40.
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { install } from './installation.ts';
import { fingerprint, keycloakFolder, keycloakVersion } from './keycloak-install.ts';
import { mergedRealm, type Realm } from './keycloak-realm.ts';
import { type LocalKeycloak, startKeycloak } from './keycloak-server.ts';
import { type Progress, withProgress } from './progress.ts';

const seedLimitMs = 240_000;
const database = 'h2/keycloakdb.mv.db';

/** What a Keycloak for tests is made from. */
export type KeycloakOptions = {
  readonly cacheDirectory: string;
  /** The realm's file first; the others join it. */
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
