// A PostgreSQL that is already running on a data folder, as its file postmaster.pid tells: found, recognised, stopped.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { PostgresFailure } from './failure.ts';

const run: typeof execFile.__promisify__ = promisify(execFile);

const fastStopMs = 20_000;
const immediateStopMs = 10_000;
const killStopMs = 5_000;
const pollMs = 20;

/** Whether a process is alive; one of another user counts too, one that only waits to be collected (a zombie) does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  try {
    // The state follows the name, which stands in brackets and may itself hold brackets and blanks.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !stat.slice(stat.lastIndexOf(')')).startsWith(') Z');
  } catch {
    return true;
  }
}

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

/** Stops a server: first fast (sessions end, data are written), then at once, at last by force. STILL_RUNNING when nothing helps. */
export async function stopPostmaster(pid: number): Promise<void> {
  const steps: readonly (readonly [NodeJS.Signals, number])[] = [
    ['SIGINT', fastStopMs],
    ['SIGQUIT', immediateStopMs],
    ['SIGKILL', killStopMs],
  ];
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
