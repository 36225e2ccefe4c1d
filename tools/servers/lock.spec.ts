// The lock between processes, and what a dead holder leaves behind.
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { holdLock, withLock } from './lock.ts';

let directory = '';
let path = '';

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jixiao-lock-spec-'));
  path = join(directory, 'deep', 'a.lock');
});

afterEach(() => rm(directory, { recursive: true }));

// Larger than any process number that Linux gives.
const deadProcess = 4_194_400;

describe('a lock', () => {
  it('lets one after another in', async () => {
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      inside += 1;
      most = Math.max(most, inside);
      await readdir(directory);
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 5 }, () => withLock(path, 10_000, work)));
    expect(most).toBe(1);
  });

  it('is free again after work that failed', async () => {
    await expect(withLock(path, 1_000, () => Promise.reject(new Error('disk full')))).rejects.toThrow('disk full');
    expect(await withLock(path, 1_000, () => Promise.resolve('in'))).toBe('in');
  });

  it('is given up with a sentence when it is held for too long', async () => {
    const release = await holdLock(path, 1_000);
    await expect(withLock(path, 300, () => Promise.resolve())).rejects.toThrow('was held for more than');
    await release();
  });

  it('tells who waits which process holds it', async () => {
    const release = await holdLock(path, 1_000);
    const holders: string[] = [];
    await withLock(
      path,
      300,
      () => Promise.resolve(),
      (holder) => holders.push(holder),
    ).catch(() => undefined);
    expect(new Set(holders)).toEqual(new Set([String(process.pid)]));
    await release();
  });

  it.each([
    ['a holder that has died', `${deadProcess} x`, 0],
    ['a holder that has stopped touching it', `${process.pid} x`, 60_000],
    ['nobody, by a machine that went down while it was written', '', 60_000],
  ])('is taken from %s', async (_title, content, ageMs) => {
    await withLock(path, 1_000, () => Promise.resolve());
    await writeFile(path, content);
    const touched = new Date(Date.now() - ageMs);
    await utimes(path, touched, touched);
    expect(await withLock(path, 2_000, () => readFile(path, 'utf8'))).toContain(`${process.pid} `);
  });

  it('is not taken from a holder that lives', async () => {
    await withLock(path, 1_000, () => Promise.resolve());
    await writeFile(path, `${process.pid} somebody else`);
    await expect(withLock(path, 500, () => Promise.resolve())).rejects.toThrow('was held');
    expect(await readFile(path, 'utf8')).toBe(`${process.pid} somebody else`);
  });
});
