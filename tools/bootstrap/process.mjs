// Whether a process lives, and how one of the same number is told from it later. Runs on Node 20, like the bootstrap.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const probeTimeoutMs = 5_000;

/** Whether a process is alive; one of another user counts too, one that only waits to be collected (a zombie) does not. */
export function isAlive(pid) {
  // 0 and negative numbers mean whole groups to kill(2), and a damaged file may hold them.
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return false;
  }
  return statOf(pid)?.[0] !== 'Z';
}

/** When a process started, as a text that another process of the same number will not have; '' where it can't be told. */
export function startOf(pid) {
  if (process.platform === 'linux') {
    const ticks = statOf(pid)?.[19];
    return ticks === undefined ? '' : `${bootId()}/${ticks}`;
  }
  try {
    const parameters = ['-o', 'lstart=', '-p', String(pid)];
    return execFileSync('ps', parameters, { encoding: 'utf8', timeout: probeTimeoutMs }).trim();
  } catch {
    return '';
  }
}

/** The fields of /proc/<pid>/stat from the state on; undefined where there is no /proc, or no such process. */
function statOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name stands before them in brackets, and may itself hold brackets and blanks.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

function bootId() {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}
