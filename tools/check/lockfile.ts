// The lockfile must install everywhere: an entry for every optional package of every platform, and no registry's address.
// `node tools/check/lockfile.ts --complete` adds the entries that npm leaves out where a registry lacks other platforms' packages:
// without them `npm ci` refuses the lockfile ("Missing: … from lock file"), on this registry and on any other.
import { readFileSync, writeFileSync } from 'node:fs';

const cpus = ['x64', 'arm64', 'arm', 'ia32', 'ppc64', 'riscv64', 's390x'];
const systems = ['linux', 'darwin', 'win32', 'android', 'freebsd', 'openharmony'];

/** An entry of package-lock.json, as far as it is read here. */
export type LockEntry = {
  readonly version?: string;
  readonly resolved?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly link?: boolean;
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly os?: readonly string[];
  readonly optionalDependencies?: Readonly<Record<string, string>>;
};

/** package-lock.json, version 3: packages by their folder. */
export type Lockfile = { readonly packages: Readonly<Record<string, LockEntry>> };

/** The optional packages that have no entry, each with the entry that it should have (derived from its name), by folder. */
export function missingEntries(lockfile: Lockfile): Record<string, LockEntry> {
  const missing: Record<string, LockEntry> = {};
  for (const [folder, entry] of Object.entries(lockfile.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (!isResolved(lockfile, folder, name))
        missing[`node_modules/${name}`] = entryFor(name, version, entry.dev === true);
    }
  }
  return missing;
}

/** The entries that name where they were downloaded from: a lockfile with addresses works with that registry alone. */
export function entriesWithAddress(lockfile: Lockfile): string[] {
  return Object.entries(lockfile.packages)
    .filter(([, entry]) => entry.resolved !== undefined && /^[a-z+]+:\/\//.test(entry.resolved))
    .map(([folder]) => folder);
}

function isResolved(lockfile: Lockfile, folder: string, name: string): boolean {
  for (let at = folder; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/'))).replace(/\/$/, '')) {
    if (`${at === '' ? '' : `${at}/`}node_modules/${name}` in lockfile.packages) return true;
    if (at === '') return false;
  }
}

function entryFor(name: string, version: string, dev: boolean): LockEntry {
  const words = name.split(/[/-]/);
  const libc = name.includes('musl') ? ['musl'] : name.includes('gnu') ? ['glibc'] : undefined;
  const cpu = cpus.filter((each) => words.includes(each));
  const os = systems.filter((each) => words.includes(each));
  return {
    version,
    ...(cpu.length > 0 ? { cpu } : {}),
    ...(dev ? { dev } : {}),
    ...(libc === undefined ? {} : { libc }),
    optional: true,
    ...(os.length > 0 ? { os } : {}),
  };
}

/** Reads a lockfile. */
export function readLockfile(file: string): Lockfile {
  return JSON.parse(readFileSync(file, 'utf8'));
}

if (import.meta.main) {
  const file = 'package-lock.json';
  const lockfile = readLockfile(file);
  const missing = missingEntries(lockfile);
  if (process.argv[2] === '--complete') {
    const packages = Object.entries({ ...lockfile.packages, ...missing }).sort(([a], [b]) => a.localeCompare(b, 'en'));
    writeFileSync(file, `${JSON.stringify({ ...lockfile, packages: Object.fromEntries(packages) }, null, 2)}\n`);
    process.stdout.write(`${Object.keys(missing).length} entries added to ${file}\n`);
  } else {
    for (const folder of Object.keys(missing)) {
      process.stdout.write(`${file}: no entry for ${folder}. Run node tools/check/lockfile.ts --complete.\n`);
    }
    for (const folder of entriesWithAddress(lockfile)) {
      process.stdout.write(
        `${file}: ${folder} names a registry. Set omit-lockfile-registry-resolved and install again.\n`,
      );
    }
    if (Object.keys(missing).length > 0 || entriesWithAddress(lockfile).length > 0) process.exitCode = 1;
  }
}
