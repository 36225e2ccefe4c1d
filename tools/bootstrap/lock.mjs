// A lock between processes: a file that names its holder. A holder that was killed is recognised and its lock taken over.
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
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, startOf } from './process.mjs';

// Between making and removing the take-over folder lie two file operations; older than this it was left by a killed process.
const takeOverStaleMs = 10_000;
const takeOverPauseMs = 5;

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
    if (holder !== undefined && holds(holder)) return { holder: { pid: holder.pid, since: holder.since } };
    takeAway(file, theirs);
  }
}

/** Waits until the lock is free and takes it: `{ release }`; after the limit `{ holder }`. `waiting` hears who holds it, at each look. */
export async function waitForLock(file, { limitMs, pollMs, waiting }) {
  const begun = performance.now();
  for (;;) {
    const result = tryLock(file);
    const waitedMs = performance.now() - begun;
    if ('release' in result || waitedMs > limitMs) return result;
    waiting?.(result.holder, waitedMs);
    await sleep(pollMs);
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
    else pause(takeOverPauseMs);
    return;
  }
  try {
    if (read(file) === stale) rmSync(file, { force: true });
  } finally {
    remove(gate);
  }
}

/** Blocks for a moment: another process is in the middle of a take-over, and asking again at once would only slow it down. */
function pause(ms) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

function releaseIfMine(file, mine) {
  if (read(file) !== mine) return;
  const done = `${file}.${process.pid}.released`;
  renameSync(file, done);
  rmSync(done, { force: true });
}

/** Whether the process that took a lock is still there; its number may belong to another one by now. */
function holds({ pid, started }) {
  if (!isAlive(pid)) return false;
  const now = startOf(pid);
  return now === '' || started === '' || now === started;
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
