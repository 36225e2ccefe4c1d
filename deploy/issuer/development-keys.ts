// The signing keys of the development issuer: kept beside the data, so that a token outlives a restart.
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, type JWK } from 'jose';

const FILE_NAME = 'development-issuer-keys.json';

/** What the issuer signs with: tokens by `signing`, its cookies by `cookies`. */
export interface DevelopmentKeys {
  readonly signing: JWK;
  readonly cookies: readonly string[];
}

/** Makes new keys: RSA of 2048 bits, as Keycloak's default is. */
export const makeDevelopmentKeys = async (): Promise<DevelopmentKeys> => {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const signing = { ...(await exportJWK(privateKey)), kid: randomUUID(), alg: 'RS256', use: 'sig' };
  return { signing, cookies: [randomBytes(32).toString('base64url')] };
};

const isKeys = (value: unknown): value is DevelopmentKeys => {
  if (typeof value !== 'object' || value === null) return false;
  const signing: unknown = Reflect.get(value, 'signing');
  const cookies: unknown = Reflect.get(value, 'cookies');
  return (
    typeof signing === 'object' && signing !== null && 'd' in signing && Array.isArray(cookies) && cookies.length > 0
  );
};

const read = async (path: string): Promise<DevelopmentKeys | undefined> => {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    return isKeys(value) ? value : undefined;
  } catch {
    // Missing or damaged: keys for development are made anew, and people sign in once more.
    return undefined;
  }
};

/** Reads the keys from a folder (mode 0600), or makes them there. */
export const loadDevelopmentKeys = async (directory: string): Promise<DevelopmentKeys> => {
  const path = join(directory, FILE_NAME);
  const kept = await read(path);
  if (kept !== undefined) return kept;
  const made = await makeDevelopmentKeys();
  await mkdir(directory, { recursive: true });
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, JSON.stringify(made), { mode: 0o600 });
  // Renamed when whole, so that a crash in between leaves no half file.
  await rename(draft, path);
  return made;
};
