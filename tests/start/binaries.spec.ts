// PostgreSQL's programs in a folder that the user postgres can't enter: root copies them, anybody else gets a sentence.
import { chmod, cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type Account, canRun, serverAccount } from '#tools/postgres/account.ts';
import { type Binaries, findBinaries, installedBinaries } from '#tools/postgres/binaries.ts';
import { systemFolder } from '#tools/postgres/system-folder.ts';
import { rootAlone } from './untested.ts';

let folder = '';
let manifest = '';
let closed: Binaries;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jixiao-closed-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

beforeAll(async () => {
  const installed = await installedBinaries();
  const source = dirname(dirname(dirname(installed.postgres)));
  await cp(source, folder, { recursive: true, verbatimSymlinks: true });
  await chmod(folder, 0o700);
  manifest = join(folder, 'package.json');
  closed = { initdb: join(folder, 'native', 'bin', 'initdb'), postgres: join(folder, 'native', 'bin', 'postgres') };
});

const folderOf = ({ postgres }: Binaries): string => dirname(dirname(postgres));
const inodeOf = async (binaries: Binaries): Promise<number> => (await stat(folderOf(binaries))).ino;
const versionIn = (text: string): string => String((JSON.parse(text) as { version: unknown }).version);

const notRoot = rootAlone();
describe.skipIf(notRoot !== '')(`root${notRoot}`, () => {
  let account: Account;
  let said: string[] = [];
  beforeEach(async () => {
    account = await serverAccount();
    said = [];
  });

  /** Finds the programs as a start does; the copy that this made is gone after the test. */
  const find = async (): Promise<Binaries> => {
    const found = await findBinaries(account, (sentence) => said.push(sentence), closed);
    onTestFinished(() => rm(folderOf(found), { recursive: true, force: true }));
    return found;
  };

  it('copies them to where postgres can run them, and says where', async () => {
    expect(await canRun(closed.postgres, account)).toBe(false);
    const found = await find();
    const version = versionIn(await readFile(manifest, 'utf8'));
    expect(dirname(folderOf(found))).toBe(systemFolder);
    expect(basename(folderOf(found)).replace(/[0-9a-f]{12}$/, '')).toBe(`postgresql-${version}-`);
    expect(said.join()).toContain(`its programs were copied to ${dirname(found.postgres)}`);
    expect(await canRun(found.initdb, account)).toBe(true);
  });

  it('copies them once: the next start takes the copy as it is, and says nothing', async () => {
    const first = await find();
    const inode = await inodeOf(first);
    said = [];
    expect(await find()).toEqual(first);
    expect(said).toEqual([]);
    expect(await inodeOf(first)).toBe(inode);
  });

  it('copies them once also where two starts come at the same moment', async () => {
    const [one, other] = await Promise.all([find(), find()]);
    expect(one).toEqual(other);
    expect(said).toHaveLength(1);
  });

  it('leaves the copy of an older version to whoever runs it', async () => {
    const older = await find();
    const inode = await inodeOf(older);
    const text = await readFile(manifest, 'utf8');
    onTestFinished(() => writeFile(manifest, text));
    await writeFile(manifest, JSON.stringify({ ...JSON.parse(text), version: '99.0.0' }));
    expect(basename(folderOf(await find()))).toMatch(/^postgresql-99\.0\.0-/);
    expect(await inodeOf(older)).toBe(inode);
  });

  it('makes a copy anew that does not run', async () => {
    const broken = await find();
    await rm(join(folderOf(broken), 'lib'), { recursive: true });
    expect(await canRun(broken.postgres, account)).toBe(false);
    expect(await canRun((await find()).postgres, account)).toBe(true);
  });

  it('removes the half of a copy that a killed start left, and not one that is being made', async () => {
    const copy = await find();
    await rm(folderOf(copy), { recursive: true });
    // Larger than any process number that Linux gives.
    const dead = `${folderOf(copy)}.4194400`;
    const making = `${folderOf(copy).replace('postgresql-', 'postgresql-other-')}.${process.ppid}`;
    for (const half of [dead, making]) {
      await mkdir(half);
      onTestFinished(() => rm(half, { recursive: true, force: true }));
    }
    await find();
    await expect(stat(dead)).rejects.toMatchObject({ code: 'ENOENT' });
    expect((await stat(making)).isDirectory()).toBe(true);
  });

  it('is told when the package of the programs is damaged', async () => {
    const text = await readFile(manifest, 'utf8');
    onTestFinished(() => writeFile(manifest, text));
    await writeFile(manifest, text.slice(0, 10));
    await expect(find()).rejects.toMatchObject({ message: expect.stringContaining("can't be read") });
  });
});

it('programs that nobody can run are a failure with advice', async () => {
  await chmod(closed.postgres, 0o600);
  onTestFinished(() => chmod(closed.postgres, 0o755));
  const failure = findBinaries(undefined, () => undefined, closed);
  await expect(failure).rejects.toMatchObject({ reason: 'NO_BINARIES', message: expect.stringContaining('npm ci') });
});

it('takes a program that does not answer in time for one that says nothing, not for one that can not run', async () => {
  const slow = join(folder, 'slow');
  await writeFile(slow, '#!/bin/sh\nexec sleep 60\n', { mode: 0o755 });
  await expect(canRun(slow, undefined, 50)).rejects.toMatchObject({ reason: 'NO_ANSWER' });
});
