// A PostgreSQL that is already running on a data folder, as its file postmaster.pid tells: found, recognised, stopped.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { isAlive } from '#tools/bootstrap/process.mjs';
import { PostgresFailure } from './failure.ts';

const run: typeof execFile.__promisify__ = promisify(execFile);

const pollMs = 20;

// Fast first (sessions end, data are written), then at once, at last by force.
const steps: readonly (readonly [NodeJS.Signals, number])[] = [
  ['SIGINT', 20_000],
  ['SIGQUIT', 10_000],
  ['SIGKILL', 5_000],
];

/** How long {@link stopPostmaster} takes at most, in milliseconds: whoever waits for it must have more patience. */
export const stopPostmasterMs: number = steps.reduce((sum, [, waitMs]) => sum + waitMs, 0);

/** The process id of the server that runs on this cluster, or undefined; a reused process id is told apart by its command line. */
export async function runningPostmaster(cluster: string): Promise<number | undefined> {
  const file = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number.parseInt(file, 10);
  if (!Number.isInteger(pid) || pid <= 1 || !isAlive(pid)) return undefined;
  const command = await run('ps', ['-o', 'args=', '-p', String(pid)]).then(
    (result) => result.stdout,
    () => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''),
  );
  return command.includes('postgres') && command.includes(cluster) ? pid : undefined;
}

/** Stops a server, in the end by force. STILL_RUNNING when nothing helps. */
export async function stopPostmaster(pid: number): Promise<void> {
  for (const [signal, waitMs] of steps) {
    try {
      process.kill(pid, signal);
    } catch {
      if (!isAlive(pid)) return;
    }
    if (await endsWithin(pid, waitMs)) return;
  }
  throw new PostgresFailure('STILL_RUNNING', `PostgreSQL (process ${pid}) does not stop. Stop it: kill ${pid}`);
}

async function endsWithin(pid: number, waitMs: number): Promise<boolean> {
  const deadline = Date.now() + waitMs;
  while (isAlive(pid)) {
    if (Date.now() > deadline) return false;
    await sleep(pollMs);
  }
  return true;
}
