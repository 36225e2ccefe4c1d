// The production tree holds the packages of a list that people keep, and no other: `npm run check -- production`.
// Each direct dependency stands there with its reason and with what it brings along.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Lockfile, readLockfile } from './lockfile.ts';

/** The list: direct dependency → why it is there, and the names of the packages that come with it. */
export type ProductionList = Readonly<Record<string, { readonly reason: string; readonly brings: readonly string[] }>>;

type Entry = Lockfile['packages'][string] & { readonly dependencies?: Readonly<Record<string, string>> };

/** The folder in which a package at `folder` finds `name`, as Node looks for it. */
const folderOf = (lockfile: Lockfile, folder: string, name: string): string | undefined => {
  for (let at = folder; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/'))).replace(/\/$/, '')) {
    const found = `${at === '' ? '' : `${at}/`}node_modules/${name}`;
    if (found in lockfile.packages) return found;
    if (at === '') return undefined;
  }
};

const nameOf = (folder: string): string => folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** The folders of all packages that one brings along, at any depth. */
const broughtBy = (lockfile: Lockfile, folder: string, seen = new Set<string>()): ReadonlySet<string> => {
  const { dependencies = {}, optionalDependencies = {} }: Entry = lockfile.packages[folder] ?? {};
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
    const found = folderOf(lockfile, folder, name);
    if (found === undefined || seen.has(found)) continue;
    seen.add(found);
    broughtBy(lockfile, found, seen);
  }
  return seen;
};

/** What the lockfile's production tree holds: direct dependency → names of what comes with it, in the order of names. */
export const productionTree = (lockfile: Lockfile): Readonly<Record<string, readonly string[]>> => {
  const root: Entry = lockfile.packages[''] ?? {};
  return Object.fromEntries(
    Object.keys(root.dependencies ?? {}).map((name) => {
      const names = [...broughtBy(lockfile, `node_modules/${name}`)].map(nameOf);
      return [name, [...new Set(names)].toSorted()];
    }),
  );
};

/** What the list and the tree do not agree on, each as a sentence that says what to do. */
export const disagreements = (
  list: ProductionList,
  tree: Readonly<Record<string, readonly string[]>>,
): readonly string[] => {
  const named = new Set([...Object.keys(list), ...Object.keys(tree)]);
  return [...named].flatMap((direct) => {
    const [listed, held] = [list[direct], tree[direct]];
    if (held === undefined) return [`${direct} is listed, and no dependency any more: take it off the list.`];
    if (listed === undefined || listed.reason.trim() === '')
      return [
        `${direct} is a dependency: add it to the list with its reason and with what it brings: ${JSON.stringify(held)}.`,
      ];
    return [
      ...held
        .filter((name) => !listed.brings.includes(name))
        .map((name) => `${direct} brings ${name}: look at it, and add it to the list.`),
      ...listed.brings
        .filter((name) => !held.includes(name))
        .map((name) => `${direct} brings ${name} no more: take it off the list.`),
    ];
  });
};

if (import.meta.main) {
  const root = join(import.meta.dirname, '../..');
  const list = JSON.parse(
    readFileSync(join(import.meta.dirname, 'production-packages.json'), 'utf8'),
  ) as ProductionList;
  const found = disagreements(list, productionTree(readLockfile(join(root, 'package-lock.json'))));
  for (const sentence of found) process.stdout.write(`tools/check/production-packages.json: ${sentence}\n`);
  process.exitCode = found.length === 0 ? 0 : 1;
}
