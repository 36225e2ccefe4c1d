// Runs a program of this project on a stock Node 20: brings Node 24 and the packages when they are missing, then hands over.
// Usage: node tools/bootstrap/start.mjs <program.ts | tool of node_modules/.bin> [arguments]
// Imports nothing but Node's own modules and its neighbours, and stays within what Node 18 can parse, so that it can explain itself.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { handOver } from './hand-over.mjs';
import { ensurePackages } from './packages.mjs';
import { ensureRuntime } from './runtime.mjs';
import { Refusal, refuse } from './sentences.mjs';

const oldestNodeMajor = 20;
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

async function main([program, ...parameters]) {
  if (Number(process.versions.node.split('.')[0]) < oldestNodeMajor)
    refuse('NODE_TOO_OLD', { version: process.version });
  if (process.platform === 'win32') refuse('WINDOWS', {});
  if (program === undefined) refuse('NO_PROGRAM', {});
  // Installing takes a minute: what will be refused anyway is refused before.
  if (program.startsWith('deploy/embedded/') && process.env.NODE_ENV === 'production') refuse('PRODUCTION', {});
  const node = await ensureRuntime(root);
  await ensurePackages(root, node);
  await handOver({ root, node, program, parameters });
}

function sentenceOf(error) {
  if (error instanceof Refusal) return error;
  const what = error instanceof Error ? error.message : String(error);
  if (['ENOSPC', 'EDQUOT'].includes(error?.code)) return new Refusal('NO_SPACE', {});
  if (['EACCES', 'EPERM', 'EROFS'].includes(error?.code))
    return new Refusal('NO_PERMISSION', { folder: error.path ?? root });
  return new Refusal('UNEXPECTED', { what, file: 'tools/bootstrap' });
}

// `npm start 2>&1 | head -1` closes the pipe behind the first line: an install goes on all the same.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

try {
  await main(process.argv.slice(2));
} catch (error) {
  const refusal = sentenceOf(error);
  process.stderr.write(`${refusal.message}\n`);
  process.exitCode = refusal.exitCode;
}
