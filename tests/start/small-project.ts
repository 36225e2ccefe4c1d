// A small project with our bootstrap, for one test: what it installs and runs is its own, and no real registry is ever asked.
import { chmod, cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Child, type End, startChild } from './child.ts';

/** The project that the bootstrap is taken from: ours. */
export const source: string = new URL('../..', import.meta.url).pathname;

// Nothing listens on port 9.
const closedRegistry = 'http://127.0.0.1:9/';

/** A package of a lockfile. */
export type Locked = { readonly version: string; readonly integrity?: string };

/** How a start differs: by which Node and with which of its options, in what environment, and as whom. */
export type Extra = {
  readonly node?: string;
  readonly options?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly account?: { readonly uid: number; readonly gid: number } | undefined;
};

/** The project of one test. */
export type SmallProject = {
  readonly folder: string;
  readonly write: (name: string, text: string) => Promise<void>;
  /** Writes package.json and its lockfile, both with these dependencies. */
  readonly lockfileWith: (dependencies: Readonly<Record<string, Locked>>) => Promise<void>;
  /** Starts the bootstrap with words. */
  readonly begin: (words: readonly string[], extra?: Extra) => Child;
  readonly run: (words: readonly string[], extra?: Extra) => Promise<End>;
};

/** Makes the project, with a program `show.ts` that prints its Node's version and its words; with the test it is gone. */
export const smallProject = async (): Promise<SmallProject> => {
  const folder = await mkdtemp(join(tmpdir(), 'jixiao-bootstrap-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await chmod(folder, 0o755);
  // The bootstrap, and what every program that it runs begins with.
  for (const path of ['tools/bootstrap', 'kernel/config/forget-pg.ts', 'kernel/process/without-terminal.ts'])
    await cp(join(source, path), join(folder, path), { recursive: true });
  const write = (name: string, text: string): Promise<void> => writeFile(join(folder, name), text);
  const lockfileWith: SmallProject['lockfileWith'] = async (dependencies) => {
    const entries = Object.entries(dependencies);
    const versions = Object.fromEntries(entries.map(([name, { version }]) => [name, version]));
    const root = { name: 'small', version: '1.0.0', dependencies: versions };
    const packages = {
      '': root,
      ...Object.fromEntries(entries.map(([name, entry]) => [`node_modules/${name}`, entry])),
    };
    await write('package.json', JSON.stringify({ ...root, type: 'module' }));
    await write('package-lock.json', JSON.stringify({ ...root, lockfileVersion: 3, requires: true, packages }));
  };
  const begin: SmallProject['begin'] = (words, { node, options = [], environment = {}, account } = {}) =>
    startChild({
      program: node ?? process.execPath,
      parameters: [...options, join(folder, 'tools', 'bootstrap', 'start.mjs'), ...words],
      folder,
      environment: {
        npm_config_cache: join(folder, 'cache'),
        npm_config_fetch_retries: '0',
        npm_config_registry: closedRegistry,
        ...environment,
      },
      account,
    });
  await lockfileWith({});
  await write('show.ts', 'const words: string[] = process.argv.slice(2);\nconsole.log(process.version, ...words);\n');
  return { folder, write, lockfileWith, begin, run: (words, extra) => begin(words, extra).end };
};

/** Options by which a Node tells the bootstrap that it is of another version. */
export const pretend = (version: string): string[] => {
  const versions = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`;
  return ['--import', `data:text/javascript,${encodeURIComponent(versions)}`];
};
