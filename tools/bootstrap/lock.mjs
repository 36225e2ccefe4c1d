// A lock between processes: a file that names its holder. A holder that was killed is recognised and its lock taken over.

import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';

// Between making and removing the take-over folder lie two file operations; older than this it was left by a killed process.
const takeOverStaleMs = 10_000;
const probeTimeoutMs = 5_000;

/**
 * Takes the lock when it is free or its holder is dead: `{ release }`, else `{ holder: { pid, since } }`.
 * A process is known by its number and its start time, since numbers are used again after a restart of the machine.
 */
export function tryLock(file) {
  mkdirSync(dirname(file), { recursive: true });
  for (;;) {
    const mine = JSON.stringify({
      pid: process.pid,
      started: startOf(process.pid),
      since: new Date().toISOString(),
      nonce: randomUUID(),
    });
    if (create(file, mine)) return { release: () => releaseIfMine(file, mine) };
    const theirs = read(file);
    if (theirs === undefined) continue;
    const holder = parse(theirs);
    if (holder !== undefined && isAlive(holder)) return { holder: { pid: holder.pid, since: holder.since } };
    takeAway(file, theirs);
  }
}

function create(file, content) {
  // Written aside and linked into place: the lock appears with its content or not at all, so nobody reads an empty one.
  const aside = `${file}.${process.pid}.${randomUUID()}`;
  writeFileSync(aside, content);
  try {
    linkSync(aside, file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    unlinkSync(aside);
  }
}

function takeAway(file, stale) {
  // Only one process at a time may remove a dead holder's lock, and only after reading it again:
  // otherwise a second one, late, would remove the lock that the first has taken since.
  const gate = `${file}.takeover`;
  try {
    mkdirSync(gate);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (ageOf(gate) > takeOverStaleMs) remove(gate);
    return;
  }
  try {
    if (read(file) === stale) rmSync(file, { force: true });
  } finally {
    remove(gate);
  }
}

function releaseIfMine(file, mine) {
  if (read(file) !== mine) return;
  const done = `${file}.${process.pid}.released`;
  renameSync(file, done);
  rmSync(done, { force: true });
}

function isAlive({ pid, started }) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code === 'ESRCH') return false;
  }
  const now = startOf(pid);
  return now === '' || started === '' || now === started;
}

function startOf(pid) {
  try {
    if (process.platform === 'linux') {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      // A zombie holds nothing any more: no start time of a living process equals this word.
      if (fields[0] === 'Z') return 'ended';
      return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[19]}`;
    }
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      timeout: probeTimeoutMs,
    }).trim();
  } catch {
    return '';
  }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function parse(content) {
  try {
    const value = JSON.parse(content);
    return Number.isInteger(value.pid) ? value : undefined;
  } catch {
    return undefined;
  }
}

function ageOf(path) {
  try {
    return Date.now() - statSync(path).mtimeMs;
  } catch {
    return 0;
  }
}

function remove(folder) {
  try {
    rmdirSync(folder);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}
