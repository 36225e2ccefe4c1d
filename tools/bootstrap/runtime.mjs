// Which Node runs our programs: the machine's own from 24.12 on, else the one in tools/runtime, installed when it is missing.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ensureInstalled } from './install.mjs';
import { refuse } from './sentences.mjs';

// From 24.12 on TypeScript files run as they are, without a flag and without a warning.
const wanted = [24, 12];
const probeTimeoutMs = 20_000;

/** The path of a Node that runs TypeScript. Installs the runtime folder by the machine's npm when it is needed. */
export async function ensureRuntime(root) {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > wanted[0] || (major === wanted[0] && minor >= wanted[1])) return process.execPath;
  const folder = join(root, 'tools', 'runtime');
  const platform = `${process.platform}-${process.arch}`;
  const node = join(folder, 'node_modules', `node-${platform}`, 'bin', 'node');
  // The packages exist for Linux alone, on x64 and arm64.
  if (!['linux-x64', 'linux-arm64'].includes(platform)) refuse('NO_RUNTIME', { platform });
  await ensureInstalled({
    folder,
    node: process.execPath,
    what: 'Node.js 24',
    size: '60 MB',
    // A user's omit=optional would leave out the very package: all are optional, since each fits one platform.
    parameters: ['--include=optional'],
    program: node,
  });
  if (!(await runs(node))) refuse('NO_RUNTIME', { platform });
  return node;
}

async function runs(node) {
  try {
    await promisify(execFile)(node, ['--version'], { timeout: probeTimeoutMs });
    return true;
  } catch {
    return false;
  }
}
