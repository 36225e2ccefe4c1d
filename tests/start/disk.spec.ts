// The disk of an embedded start: too small to begin, full while it is made, full in the middle of the work; and which disk is meant.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { exitCodes } from '#kernel/process/exit-codes.ts';
import { systemFolder } from '#tools/postgres/system-folder.ts';
import { expectSentence } from './sentence.ts';
import { type SmallSystem, smallSystem, stopped } from './small-system.ts';
import { isRoot, rootAlone, untested } from './untested.ts';

const run = promisify(execFile);
const enough = `--test-free=${1024 ** 3}`;
const plenty = `--test-free=${2 ** 31}`;
const tooLittle = `--test-free=${1024 ** 3 - 1}`;

const mount = (folder: string, megabytes: number): Promise<unknown> =>
  run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0755`, 'tmpfs', folder]);

const mayMount = async (): Promise<boolean> => {
  const folder = await mkdtemp(join(tmpdir(), 'jixiao-small-'));
  try {
    await mount(folder, 1);
    await run('umount', [folder]);
    return true;
  } catch {
    return false;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** A data folder on a disk of its own, which is gone after the test. */
const small = async (megabytes: number): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'jixiao-small-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await mount(folder, megabytes);
  onTestFinished(async () => {
    await run('umount', [folder]);
  });
  return join(folder, 'data');
};

let system: SmallSystem;
beforeEach(async () => {
  system = await smallSystem();
});

describe('a disk', () => {
  it('below 1 GB refuses before anything is begun', async () => {
    const end = await system.call([tooLittle]).end;
    expectSentence(end, exitCodes.diskLow, /1023 MB left, and a start needs 1024 MB/);
    expect(await readdir(system.data)).toEqual(['jixiao-data.txt']);
  });

  it('below 1 GB refuses --fresh before it deletes the data', async () => {
    const { child } = await system.begin();
    await stopped(child);
    expectSentence(await system.call(['--fresh', tooLittle]).end, exitCodes.diskLow, /1023 MB left/);
    const again = await system.begin();
    expect(again.starts).toBe(2);
    await stopped(again.child);
  });

  it('with 1 GB suffices', async () => {
    const { child } = await system.begin([enough]);
    expectSentence(await stopped(child), exitCodes.ok, 'stopped');
  });
});

const notRoot = rootAlone();
describe.skipIf(notRoot !== '')(`the disk that root's database lies on${notRoot}`, () => {
  /** What the start asks for its free space, in a data folder that `postgres` may or may not come to. */
  const probed = async (data: string, flags: readonly string[] = []): Promise<string | undefined> => {
    const { output } = await system.call([tooLittle, ...flags], { data }).end;
    return /probed (.*)/.exec(output)?.[1];
  };

  it('is that of the data folder where postgres can enter it', async () => {
    expect(await probed(system.data)).toBe(system.data);
  });

  it('is that of the folder which stands in where postgres can not', async () => {
    const closed = join(system.folder, 'closed');
    await mkdir(closed, { mode: 0o700 });
    expect([systemFolder, dirname(systemFolder)]).toContain(await probed(join(closed, 'data')));
  });

  it('is that of the stand-in as long as the database is there, and with --fresh that of the folder that was opened', async () => {
    const closed = join(system.folder, 'closed');
    const data = join(closed, 'data');
    await mkdir(closed, { mode: 0o700 });
    const { child, database } = await system.begin([], { data });
    await stopped(child);
    await run('chmod', ['755', closed]);
    expect(await probed(data)).toBe(database);
    expect(await probed(data, ['--fresh'])).toBe(data);
  });
});

const noMount = untested(isRoot && (await mayMount()), 'this account may not mount a small file system');
describe.skipIf(noMount !== '')(`a disk that is really small${noMount}`, () => {
  it('is measured', async () => {
    const end = await system.call([], { data: await small(200) }).end;
    expectSentence(end, exitCodes.diskLow, /(199|200) MB left/);
  });

  it('full while the database is made (ENOSPC) is told', async () => {
    expectSentence(await system.call([plenty], { data: await small(20) }).end, exitCodes.diskFull, 'disk is full');
  });

  it('full in the middle of the work (SQLSTATE 53100) is told', async () => {
    const end = await system.call([plenty, '--test-fill'], { data: await small(120) }).end;
    expectSentence(end, exitCodes.diskFull, 'disk is full');
  });

  it('is no matter to a database that lies elsewhere', async () => {
    const data = await small(200);
    await run('chmod', ['700', dirname(data)]);
    const { child } = await system.begin([], { data });
    expectSentence(await stopped(child), exitCodes.ok, 'stopped');
  });
});
