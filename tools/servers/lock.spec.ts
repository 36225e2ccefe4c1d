// Work under a lock: one after another, with a limit, and free again whatever happens.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
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

afterEach(() => rm(directory, { recursive: true, force: true }));

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
    const holders: number[] = [];
    await withLock(
      path,
      300,
      () => Promise.resolve(),
      ({ pid }) => holders.push(pid),
    ).catch(() => undefined);
    expect(new Set(holders)).toEqual(new Set([process.pid]));
    await release();
  });

  it('is not taken from a holder that lives', async () => {
    const release = await holdLock(path, 1_000);
    const held = await readFile(path, 'utf8');
    await expect(withLock(path, 500, () => Promise.resolve())).rejects.toThrow(`by process ${process.pid}`);
    expect(await readFile(path, 'utf8')).toBe(held);
    await release();
  });
});
