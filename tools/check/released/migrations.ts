// The migrations that were released, by the digest of each: an installed database has run them as they were.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of each set of migrations, from the root. */
const foldersOf = (root: string): string[] => [
  'kernel/migrations',
  ...readdirSync(join(root, 'services')).map((service) => `services/${service}/migrations`),
];

const digestOf = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

/** A line for each migration that there is now: its digest and its path, in byte order of the paths. */
export const migrationDigests = (root: string): string =>
  foldersOf(root)
    .flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`))
    .sort()
    .map((path) => `${digestOf(join(root, path))} ${path}\n`)
    .join('');

/** What became of the released migrations: one that is gone, or that says something else than it did. */
export const migrationBreaks = (root: string, released: string): string[] =>
  released
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => {
      const [digest, path = ''] = line.split(' ');
      if (!existsSync(join(root, path))) return [`${path}: it was released and is gone`];
      return digestOf(join(root, path)) === digest ? [] : [`${path}: it was released and was edited since`];
    });
