// The lock between processes: who may take it, what a dead holder leaves behind, and that nobody takes it twice.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { tryLock } from './lock.mjs';

let file = '';
beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'jixiao-lock-spec-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  file = join(folder, 'a.lock');
});

// Larger than any process number that Linux gives.
const deadProcess = 4_194_400;
const since = '2026-01-01T00:00:00.000Z';
const heldBy = (pid: number, started: string): string => JSON.stringify({ pid, started, since, nonce: 'x' });

describe('a lock', () => {
  it('is free again when its holder gives it back, and leaves nothing behind', async () => {
    const first = tryLock(file);
    expect(tryLock(file)).toEqual({ holder: { pid: process.pid, since: expect.any(String) } });
    if ('release' in first) first.release();
    const second = tryLock(file);
    expect(second).toHaveProperty('release');
    if ('release' in second) second.release();
    expect(await readdir(join(file, '..'))).toEqual([]);
  });

  it.each([
    ['a holder that has died', heldBy(deadProcess, 'a boot/1')],
    ['a holder whose number another program has by now', heldBy(process.pid, 'another boot/1')],
    ['a group of processes, which is no holder', heldBy(-1, '')],
    ['nobody, by a machine that went down while it was written', ''],
    ['something that is no holder', '{"pid":"all"}'],
  ])('is taken from %s', async (_title, content) => {
    await writeFile(file, content);
    expect(tryLock(file)).toHaveProperty('release');
    expect(JSON.parse(await readFile(file, 'utf8'))).toHaveProperty('pid', process.pid);
  });

  it('is not taken from a living holder of unknown start, whatever its age', async () => {
    await writeFile(file, heldBy(process.pid, ''));
    await utimes(file, new Date(since), new Date(since));
    expect(tryLock(file)).toEqual({ holder: { pid: process.pid, since } });
  });

  it('is not given back by one from whom it was taken', async () => {
    const first = tryLock(file);
    await writeFile(file, heldBy(process.pid, ''));
    if ('release' in first) first.release();
    expect(tryLock(file)).toEqual({ holder: { pid: process.pid, since } });
  });

  it('is taken from a dead holder although a take-over was killed in its middle', async () => {
    await writeFile(file, heldBy(deadProcess, 'a boot/1'));
    await mkdir(`${file}.takeover`);
    await utimes(`${file}.takeover`, new Date(since), new Date(since));
    expect(tryLock(file)).toHaveProperty('release');
  });
});

/**
 * A program that, when told, takes a lock whose holder is dead, together with others that do the same. What lies between seeing
 * the dead holder and removing its lock is drawn out, for each by another time, so that all of them meet in it. Whoever is in
 * makes a file that only one can make.
 */
const contender = `
  import fs from 'node:fs';
  import { syncBuiltinESMExports } from 'node:module';
  const [, file, lateMs] = process.argv;
  const pause = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
  const { kill } = process;
  const { rmSync: leave, writeFileSync: enter } = fs;
  process.kill = (...words) => { pause(Number(lateMs)); return kill.call(process, ...words); };
  fs.rmSync = (...words) => { pause(Number(lateMs)); leave(...words); };
  syncBuiltinESMExports();
  const { tryLock } = await import(${JSON.stringify(new URL('./lock.mjs', import.meta.url).href)});
  process.on('message', () => {
    let lock = tryLock(file);
    while ('holder' in lock) lock = tryLock(file);
    let alone = true;
    try { enter(file + '.inside', '', { flag: 'wx' }); } catch { alone = false; }
    pause(20);
    if (alone) leave(file + '.inside', { force: true });
    lock.release();
    process.send(alone);
  });
  process.send('here');
`;

it('of four processes that find a dead holder at once, one is in at a time', async () => {
  const children = [0, 3, 6, 9].map((lateMs) => {
    const words = ['--input-type=module', '--eval', contender, file, String(lateMs)];
    const child = spawn(process.execPath, words, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    return child;
  });
  const answers = (): Promise<unknown[]> =>
    Promise.all(children.map(async (child) => (await once(child, 'message'))[0]));
  await answers();
  for (let round = 0; round < 20; round += 1) {
    await writeFile(file, heldBy(deadProcess, 'a boot/1'));
    for (const child of children) child.send('go');
    expect(await answers()).toEqual([true, true, true, true]);
  }
});
