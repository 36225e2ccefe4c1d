// One `npm ci` in a folder: only when its lockfile has changed, one process at a time, with a sentence when it fails.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { waitForLock } from './lock.mjs';
import { refuse } from './sentences.mjs';
import { onSignals } from './signals.mjs';

const lockWaitMs = 20 * 60_000;
const lockPollMs = 500;
const progressMs = 15_000;
// How long npm may take to end after a signal: it would first finish its downloads, which a silent registry makes last for minutes.
const interruptedMs = 3_000;

/**
 * Runs `npm ci` by the given Node in the folder unless the stamp in node_modules says that this lockfile is installed.
 * Where a `program` is named, it counts as installed only when that is there: npm leaves out optional packages without a word.
 */
export async function ensureInstalled({ folder, node, what, size, parameters, program, afterwards }) {
  if (isInstalled(folder, program)) return;
  mustWrite(folder);
  const release = await lock(join(folder, '.cache', 'install.lock'));
  try {
    // The other one may have done it while we waited.
    if (isInstalled(folder, program)) return;
    await install({ folder, node, what, size, parameters });
    await afterwards?.();
    if (program !== undefined && !existsSync(program)) return;
    mkdirSync(join(folder, 'node_modules'), { recursive: true });
    writeFileSync(stampOf(folder), wantedStamp(folder));
  } finally {
    release();
  }
}

function isInstalled(folder, program) {
  if (program !== undefined && !existsSync(program)) return false;
  // `npm ci` deletes node_modules first, and the stamp with it: an install that was killed leaves none.
  return existsSync(stampOf(folder)) && readFileSync(stampOf(folder), 'utf8') === wantedStamp(folder);
}

function stampOf(folder) {
  return join(folder, 'node_modules', '.jixiao-lockfile.sha256');
}

function wantedStamp(folder) {
  const lockfile = readFileSync(join(folder, 'package-lock.json'));
  return `${createHash('sha256').update(lockfile).digest('hex')} ${process.platform}-${process.arch}\n`;
}

function mustWrite(folder) {
  try {
    accessSync(folder, constants.W_OK);
    mkdirSync(join(folder, '.cache'), { recursive: true });
  } catch (error) {
    refuse(error.code === 'ENOSPC' ? 'NO_SPACE' : 'NO_PERMISSION', { folder });
  }
}

async function lock(file) {
  let told = false;
  const waiting = ({ pid }) => {
    if (!told) say(`另一个进程(${pid})正在安装,请稍候。Another process (${pid}) is installing; waiting for it.`);
    told = true;
  };
  const result = await waitForLock(file, { limitMs: lockWaitMs, pollMs: lockPollMs, waiting });
  if ('release' in result) return result.release;
  return refuse('LOCK_HELD', { pid: result.holder.pid, minutes: lockWaitMs / 60_000 });
}

async function install({ folder, node, what, size, parameters }) {
  const begun = Date.now();
  const seconds = () => Math.round((Date.now() - begun) / 1000);
  say(`正在安装 ${what}(约 ${size})… Installing ${what} (about ${size})…`);
  const timer = setInterval(() => say(`… ${seconds()} s`), progressMs);
  try {
    const { code, output, wasInterrupted } = await npm({ folder, node, parameters });
    if (wasInterrupted) refuse('INTERRUPTED', { what });
    if (code !== 0) explain(code, output, folder);
  } finally {
    clearInterval(timer);
  }
  say(`安装完成,用时 ${seconds()} 秒。Installed in ${seconds()} s.`);
}

async function npm({ folder, node, parameters }) {
  const child = spawn(
    node,
    [npmCli(), 'ci', '--no-audit', '--no-fund', '--no-update-notifier', '--ignore-scripts', ...parameters],
    {
      cwd: folder,
      // The Node that runs npm comes first in PATH: install scripts call `node`, and must meet this one.
      env: { ...withoutScript(process.env), PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  const collect = (chunk) => {
    output += chunk;
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  let wasInterrupted = false;
  // Ending before npm would leave it at work, and the next start would run a second one in the same folder.
  const stopListening = onSignals((signal) => {
    wasInterrupted = true;
    child.kill(signal);
    setTimeout(() => child.kill('SIGKILL'), interruptedMs).unref();
  });
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status, signal) => resolve(status ?? signal));
  });
  stopListening();
  return { code, output, wasInterrupted };
}

/** The machine's npm as a program for any Node: the one that runs us, the one beside Node, or the one in PATH. */
function npmCli() {
  const places = [
    process.env.npm_execpath ?? '',
    join(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    ...(process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'npm')),
  ];
  for (const place of places) {
    if (!existsSync(place)) continue;
    const file = realpathSync(place);
    if (basename(file) === 'npm-cli.js') return file;
  }
  return refuse('NO_NPM', {});
}

function withoutScript(env) {
  // What npm tells the script that it runs (its folder, its name) would mislead the npm inside; a user's settings stay.
  const misleading =
    /^npm_(lifecycle|package|command|config_local_prefix|config_prefix|config_workspace|config_workspaces|config_global)/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !misleading.test(name)));
}

function explain(code, output, folder) {
  const log = join(folder, '.cache', 'install.log');
  keep(log, output);
  const found = (pattern) => pattern.exec(output)?.[0];
  if (found(/ENOSPC|EDQUOT|no space left/i)) refuse('NO_SPACE', {});
  if (found(/\b(EACCES|EPERM|EROFS)\b/)) refuse('NO_PERMISSION', { folder });
  if (found(/EINTEGRITY/)) refuse('INTEGRITY', {});
  if (found(/can only install packages when your package\.json and|`npm ci` can only|EUSAGE/)) refuse('LOCKFILE', {});
  const network = found(
    /\b(ENOTFOUND|ECONNREFUSED|ECONNRESET|EAI_AGAIN|ETIMEDOUT|ERR_SOCKET_TIMEOUT|FETCH_ERROR|ENETUNREACH|EHOSTUNREACH|SELF_SIGNED_CERT\w*|UNABLE_TO_\w+|CERT_\w+|E50[0-9]|E40[137])\b/,
  );
  if (network !== undefined) refuse('NO_REGISTRY', { code: network });
  const missing = found(/\b(ETARGET|E404|ENOVERSIONS)\b/);
  if (missing !== undefined) refuse('PACKAGE_MISSING', { code: missing });
  refuse('NPM_FAILED', { code, log });
}

function keep(file, text) {
  try {
    writeFileSync(file, text);
  } catch {
    // On a full or closed disk npm's own words are lost; the sentence says what to do.
  }
}

function say(line) {
  process.stderr.write(`${line}\n`);
}
