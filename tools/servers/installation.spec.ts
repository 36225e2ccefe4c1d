// Installing once per machine: whole or not at all, by whoever comes first, anew when it is broken.
import { mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { existing, type Installation, install } from './installation.ts';

let cacheDirectory = '';
const fill = vi.fn<(directory: string) => Promise<void>>((directory) => writeFile(join(directory, 'program'), 'text'));
const progress = vi.fn<(line: string) => void>();

beforeEach(async () => {
  cacheDirectory = await mkdtemp(join(tmpdir(), 'jixiao-installation-spec-'));
  fill.mockClear();
});

afterEach(() => rm(cacheDirectory, { recursive: true }));

const server = (): Installation => ({
  cacheDirectory,
  key: 'server-1.0',
  essential: ['program'],
  limitMs: 10_000,
  progress,
  fill,
});

describe('an installation', () => {
  it('is made once and found afterwards', async () => {
    const directory = await install(server());
    expect(await install(server())).toBe(directory);
    expect(fill).toHaveBeenCalledTimes(1);
  });

  it('is made by one of several that come at once', async () => {
    const directories = await Promise.all(Array.from({ length: 5 }, () => install(server())));
    expect(new Set(directories).size).toBe(1);
    expect(fill).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['its program is missing', (directory: string) => rm(join(directory, 'program'))],
    ['its program was cut short', (directory: string) => truncate(join(directory, 'program'), 1)],
    ['its mark is missing', (directory: string) => rm(join(directory, 'complete.json'))],
    ['its mark was cut short', (directory: string) => truncate(join(directory, 'complete.json'), 3)],
    ['its mark is empty', (directory: string) => truncate(join(directory, 'complete.json'), 0)],
    ['its mark holds no object', (directory: string) => writeFile(join(directory, 'complete.json'), 'null')],
  ])('is made anew when %s', async (_title, breakIt) => {
    await breakIt(await install(server()));
    expect(await existing(server())).toBeUndefined();
    await install(server());
    expect(await existing(server())).toBe(join(cacheDirectory, 'server-1.0'));
    expect(fill).toHaveBeenCalledTimes(2);
  });

  it('leaves nothing behind when it fails, and succeeds the next time', async () => {
    fill.mockRejectedValueOnce(new Error('no network'));
    await expect(install(server())).rejects.toThrow('no network');
    expect(await readdir(cacheDirectory)).toEqual([]);
    expect(await install(server())).toBe(join(cacheDirectory, 'server-1.0'));
  });

  it('fails when what it needs most was not made', async () => {
    fill.mockResolvedValueOnce();
    await expect(install(server())).rejects.toThrow('ENOENT');
    expect(await existing(server())).toBeUndefined();
  });

  it('clears what a killed process left half done', async () => {
    const left = join(cacheDirectory, 'server-1.0.partial-4194400-deadbeef');
    await writeFile(left, '');
    await install(server());
    expect(await readdir(cacheDirectory)).toEqual(['server-1.0']);
  });
});
