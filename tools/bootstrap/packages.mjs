// The packages at the root, installed by the machine's npm under the Node that will run them, so that install scripts fit.
import { ensureInstalled } from './install.mjs';

/** Installs the packages when the lockfile has changed since the last install. */
export async function ensurePackages(root, node) {
  // NODE_ENV=production or a user's omit=dev would leave out what the tests and checks need.
  await ensureInstalled({
    folder: root,
    node,
    what: 'packages',
    size: '250 MB',
    parameters: ['--include=dev', '--include=optional'],
  });
}
