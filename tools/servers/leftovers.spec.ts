// What killed runs left is cleared, and nothing else: what others own or still use stays, and a failure stops nobody.
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { clearLeftovers, type Leftovers } from './leftovers.ts';

// A process that has ended, and was ours to wait for.
const dead = spawnSync(process.execPath, ['--version']).pid;
let directory = '';
let failures: [string, unknown][] = [];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jixiao-leftovers-spec-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  failures = [];
});

const sweep = (change: Partial<Leftovers> = {}): Promise<void> =>
  clearLeftovers(
    {
      name: /^run-(\d+)-/,
      clear: (folder) => rm(folder, { recursive: true }),
      failed: (folder, error) => failures.push([folder, error]),
      ...change,
    },
    directory,
  );

/** Calls with another account's eyes: our own folders are then those of somebody else. */
const asAnother = async (work: () => Promise<void>): Promise<void> => {
  const { getuid } = process;
  const own = getuid?.() ?? 0;
  process.getuid = () => own + 1;
  try {
    await work();
  } finally {
    Object.assign(process, { getuid });
  }
};

it('a folder of a process that has ended is cleared', async () => {
  await mkdir(join(directory, `run-${dead}-a`, 'deep'), { recursive: true });
  await sweep();
  expect(await readdir(directory)).toEqual([]);
});

it('a folder of another account is cleared where that account is named as ours', async () => {
  await mkdir(join(directory, `run-${dead}-a`));
  const own = process.getuid?.() ?? 0;
  await asAnother(() => sweep({ accounts: [own] }));
  expect(await readdir(directory)).toEqual([]);
});

it.each([
  ['a folder of another account', `run-${dead}-a`, asAnother],
  ['a folder of a process that lives', `run-${process.pid}-a`, (work: () => Promise<void>) => work()],
  ['a folder without a number', 'run-x-a', (work: () => Promise<void>) => work()],
  ['a folder of another name', `walk-${dead}-a`, (work: () => Promise<void>) => work()],
])('%s stays, and nobody is told', async (_title, name, by) => {
  await mkdir(join(directory, name));
  await by(sweep);
  expect(await readdir(directory)).toEqual([name]);
  expect(failures).toEqual([]);
});

it('a link and a file stay, also those of a process that has ended', async () => {
  await symlink(tmpdir(), join(directory, `run-${dead}-link`));
  await writeFile(join(directory, `run-${dead}-file`), '');
  await sweep();
  expect((await readdir(directory)).length).toBe(2);
});

it('a folder that can not be cleared is told, and the others are cleared all the same', async () => {
  for (const name of ['a', 'b', 'c']) await mkdir(join(directory, `run-${dead}-${name}`));
  const closed = join(directory, `run-${dead}-b`);
  const refusal = new Error('EACCES');
  await sweep({
    clear: (folder) => (folder === closed ? Promise.reject(refusal) : rm(folder, { recursive: true })),
  });
  expect(await readdir(directory)).toEqual([`run-${dead}-b`]);
  expect(failures).toEqual([[closed, refusal]]);
});

it('a folder for temporary files that can not be read stops nobody', async () => {
  await rm(directory, { recursive: true });
  await sweep();
  expect(failures).toEqual([]);
});
