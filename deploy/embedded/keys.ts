// The secrets of an embedded installation: made at the first start, kept in the data folder for its owner alone.
import { createHmac, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const fileName = 'keys.json';
const seedBytes = 32;
const ownerOnly = 0o600;

/** Secrets by their purpose, all of one seed. */
export interface EmbeddedKeys {
  /** The password of a database role. */
  readonly passwordOf: (role: string) => string;
  /** 32 bytes for a purpose, the same at each start. */
  readonly keyFor: (purpose: string) => Buffer;
}

const isSeed = (value: unknown): value is { seed: string } =>
  typeof value === 'object' &&
  value !== null &&
  'seed' in value &&
  typeof value.seed === 'string' &&
  /^[0-9a-f]{64}$/.test(value.seed);

const readSeed = async (path: string): Promise<string | undefined> => {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const value: unknown = JSON.parse(text);
  // A damaged file is not made anew: what the old keys encrypted would be lost without a word.
  if (!isSeed(value)) throw new Error(`${path} is damaged. Restore it from a backup, or begin anew with --fresh.`);
  return value.seed;
};

/** Opens the keys of a data folder; they are made where there are none. */
export const openKeys = async (dataFolder: string): Promise<EmbeddedKeys> => {
  const path = join(dataFolder, fileName);
  let seed = await readSeed(path);
  if (seed === undefined) {
    seed = randomBytes(seedBytes).toString('hex');
    await writeFile(path, JSON.stringify({ seed }), { mode: ownerOnly, flag: 'wx' });
  }
  const secret = Buffer.from(seed, 'hex');
  const keyFor = (purpose: string): Buffer => createHmac('sha256', secret).update(purpose).digest();
  return { keyFor, passwordOf: (role) => keyFor(`password/${role}`).toString('base64url') };
};
