// The embedded start as real processes: what it refuses, what it survives, and that a person never reads a stack trace.
import { execFile } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exitCodes } from '#kernel/process/exit-codes.ts';
import { placeAt, standIn } from '#tools/postgres/data.ts';
import { isAlive, runningPostmaster } from '#tools/postgres/postmaster.ts';
import { type Child, type End, nobody, nobodyReads, runChild, startChild } from './child.ts';

const run = promisify(execFile);
const project = new URL('../..', import.meta.url).pathname;
const program = new URL('./programs/embedded.ts', import.meta.url).pathname;
const isRoot = process.getuid?.() === 0;
const ready = /ready port=(\d+) postgres=(\d+) starts=(\d+) demo=(\w+) data=(.*)/;
const stackTrace = /^\s+at .+:\d+:\d+\)?$/m;

let folder = '';
const mounts: string[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jixiao-start-'));
  await chmod(folder, 0o755);
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});
afterAll(async () => {
  for (const mount of mounts) await run('umount', [mount]).then(() => rm(mount, { recursive: true }));
});

const small = async (megabytes: number): Promise<string> => {
  const mount = await mkdtemp(join(tmpdir(), 'jixiao-small-'));
  await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0755`, 'tmpfs', mount]);
  mounts.push(mount);
  return join(mount, 'data');
};
const canMount =
  isRoot &&
  (await small(1).then(
    () => true,
    () => false,
  ));
const reason = canMount ? '' : ' (skipped: this account may not mount a small file system)';

type Extra = { readonly environment?: Record<string, string>; readonly account?: { uid: number; gid: number } };

const call = (
  flags: readonly string[],
  { environment = {}, account }: Extra = {},
): Parameters<typeof startChild>[0] => ({
  program: process.execPath,
  parameters: [program, ...flags],
  folder: project,
  environment: { PORT: '0', JIXIAO_DATA: join(folder, 'data'), ...environment },
  account,
});

const begin = async (
  flags: readonly string[] = [],
  extra: Extra = {},
): Promise<{ child: Child; words: readonly string[] }> => {
  const child = startChild(call(flags, extra));
  return { child, words: (await child.sees(ready)).slice(1) };
};

const stopped = async (child: Child): Promise<End> => {
  child.kill('SIGINT');
  return child.end;
};

const expectSentence = (end: End, exitCode: number, ...words: (string | RegExp)[]): void => {
  expect(end.output).not.toMatch(stackTrace);
  for (const word of words) expect(end.output).toMatch(word);
  expect(end).toHaveProperty('code', exitCode);
};

describe('an ordinary start', () => {
  it('ends in order on Ctrl-C with code 0, its database and its lock gone', async () => {
    const { child, words } = await begin();
    expectSentence(await stopped(child), exitCodes.ok, 'stopped');
    expect(isAlive(Number(words[1]))).toBe(false);
    expect(await readdir(join(folder, 'data'))).not.toContain('start.lock');
  });

  it('keeps its data for the next start, and forgets them on --fresh', async () => {
    const counts: (string | undefined)[] = [];
    for (const flags of [[], [], ['--fresh'], ['--no-demo']]) {
      const { child, words } = await begin(flags);
      counts.push(`${words[2]} ${words[3]}`);
      await stopped(child);
    }
    expect(counts).toEqual(['1 true', '2 true', '1 true', '2 false']);
  });

  it('takes the echoes of one Ctrl-C (terminal, npm, bootstrap) for one', async () => {
    const { child } = await begin();
    for (let echo = 0; echo < 3; echo += 1) child.kill('SIGINT');
    expectSentence(await child.end, exitCodes.ok, 'stopped');
  });

  it('keeps the password of the database from others', async () => {
    const { child, words } = await begin();
    const place = placeAt(words[4] ?? '');
    expect((await stat(place.passwordFile)).mode & 0o777).toBe(0o600);
    expect((await stat(place.cluster)).mode & 0o777).toBe(0o700);
    expect(await readFile(join(place.cluster, 'pg_hba.conf'), 'utf8')).not.toMatch(/^(host|local).*\btrust$/m);
    await stopped(child);
  });
});

describe('what a person got wrong', () => {
  const cases: [string, string[], Record<string, string>, number, RegExp][] = [
    ['production', [], { NODE_ENV: 'production' }, exitCodes.config, /services\/<name>\/main\.ts/],
    ['an unknown flag', ['--freh'], {}, exitCodes.usage, /no flag --freh/],
    ['a misspelt variable', [], { JIXIAO_DTA: 'x' }, exitCodes.config, /no variable JIXIAO_DTA/],
    ['a port that is a word', [], { PORT: 'http' }, exitCodes.usage, /PORT=http is no port/],
    ['a negative port', [], { PORT: '-1' }, exitCodes.usage, /PORT=-1 is no port/],
    ['a port with a fraction', [], { PORT: '80.5' }, exitCodes.usage, /PORT=80\.5 is no port/],
    ['a port above 65535', [], { PORT: '65536' }, exitCodes.usage, /PORT=65536 is no port/],
    ['a data folder that is a file', [], { JIXIAO_DATA: program }, exitCodes.config, /is no folder/],
    ['a data folder under a file', [], { JIXIAO_DATA: join(program, 'data') }, exitCodes.config, /is no folder/],
    ['a data folder of other things', [], { JIXIAO_DATA: join(project, 'kernel') }, exitCodes.config, /left alone/],
    ['the same with --fresh', ['--fresh'], { JIXIAO_DATA: join(project, 'kernel') }, exitCodes.config, /left alone/],
  ];
  it.each(cases)('%s is refused with a sentence', async (_name, flags, environment, exitCode, words) => {
    expectSentence(await runChild(call(flags, { environment })), exitCode, words);
  });
});

describe('what stands in the way', () => {
  it('a taken port is named, and nothing is started', async () => {
    const server: Server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? String(address.port) : '';
    const end = await runChild(call([], { environment: { PORT: port } }));
    await new Promise((resolve) => server.close(resolve));
    expectSentence(end, exitCodes.port, `Port ${port} is taken`);
    expect(await readdir(join(folder, 'data'))).toEqual(['jixiao-data.txt']);
  });

  it('a second start on the same data names the first, which goes on', async () => {
    const { child } = await begin();
    const end = await runChild(call(['--fresh']));
    expectSentence(end, exitCodes.held, `process ${child.pid}`);
    expectSentence(await stopped(child), exitCodes.ok, 'stopped');
  });

  it('of two starts in one moment exactly one runs', async () => {
    const both = [startChild(call([])), startChild(call([]))];
    const [loser] = await Promise.all([
      Promise.race(both.map((child) => child.end)),
      Promise.any(both.map((child) => child.sees(ready))),
    ]);
    expectSentence(loser, exitCodes.held, 'already runs');
    for (const child of both) child.kill('SIGINT');
    expect(
      (await Promise.all(both.map((child) => child.end)))
        .map(({ code }) => String(code))
        .toSorted((a, b) => a.localeCompare(b)),
    ).toEqual(['0', '75']);
  });

  it('a lock whose process number belongs to another program by now is taken over', async () => {
    await mkdir(join(folder, 'data'));
    await writeFile(join(folder, 'data', 'jixiao-data.txt'), '');
    const stale = { pid: process.pid, started: 'another boot/1', since: '2026-01-01T00:00:00Z', nonce: 'x' };
    await writeFile(join(folder, 'data', 'start.lock'), JSON.stringify(stale));
    const { child } = await begin();
    expectSentence(await stopped(child), exitCodes.ok, 'stopped');
  });

  it('after kill -9 the next start stops the orphaned database and finds the data', async () => {
    const { child, words } = await begin();
    child.kill('SIGKILL');
    await child.end;
    const orphan = Number(words[1]);
    expect(isAlive(orphan)).toBe(true);
    const next = await begin();
    expect(isAlive(orphan)).toBe(false);
    expect(next.words[2]).toBe('2');
    await stopped(next.child);
  });

  it('after kill -9 a fresh start stops the orphaned database before it deletes the data', async () => {
    const { child, words } = await begin();
    child.kill('SIGKILL');
    await child.end;
    const next = await begin(['--fresh']);
    expect(isAlive(Number(words[1]))).toBe(false);
    expect(next.words[2]).toBe('1');
    await stopped(next.child);
  });

  it('a half-made cluster of a killed first start is made again', async () => {
    const { child } = await begin();
    await stopped(child);
    const place = placeAt(join(folder, 'data', 'postgres'));
    await rm(place.cluster, { recursive: true });
    await mkdir(`${place.cluster}.half`);
    await writeFile(join(`${place.cluster}.half`, 'PG_VERSION'), '18\n');
    const next = await begin();
    expect(next.words[2]).toBe('1');
    await stopped(next.child);
  });

  it('data of another version of PostgreSQL are not touched', async () => {
    const { child } = await begin();
    await stopped(child);
    const version = join(folder, 'data', 'postgres', 'cluster', 'PG_VERSION');
    await writeFile(version, '17\n');
    expectSentence(await runChild(call([])), exitCodes.data, 'another version');
    expect(await readFile(version, 'utf8')).toBe('17\n');
  });

  it('a database that ends by itself ends the system with a sentence', async () => {
    const { child, words } = await begin();
    process.kill(Number(words[1]), 'SIGQUIT');
    expectSentence(await child.end, exitCodes.database, 'ended by itself');
  });

  it('an error that nobody caught is told in a sentence, its details in failure.log', async () => {
    const end = await runChild(call(['--test-crash']));
    expectSentence(end, exitCodes.software, 'a promise that nobody awaits');
    expect(await readFile(join(folder, 'data', 'failure.log'), 'utf8')).toMatch(stackTrace);
    expect(await runningPostmaster(placeAt(join(folder, 'data', 'postgres')).cluster)).toBeUndefined();
  });
});

describe('the disk', () => {
  it('below 1 GB refuses before anything is begun', async () => {
    const end = await runChild(call([`--test-free=${1024 ** 3 - 1}`]));
    expectSentence(end, exitCodes.diskLow, /1023 MB left, and a start needs 1024 MB/);
    expect(await readdir(join(folder, 'data'))).toEqual(['jixiao-data.txt']);
  });

  it('with 1 GB suffices', async () => {
    const { child } = await begin([`--test-free=${1024 ** 3}`]);
    expectSentence(await stopped(child), exitCodes.ok, 'stopped');
  });

  it.skipIf(!canMount)(`that is really small is measured${reason}`, async () => {
    const end = await runChild(call([], { environment: { JIXIAO_DATA: await small(200) } }));
    expectSentence(end, exitCodes.diskLow, /(199|200) MB left/);
  });

  it.skipIf(!canMount)(`full while the database is made (ENOSPC) is told${reason}`, async () => {
    const environment = { JIXIAO_DATA: await small(20) };
    expectSentence(
      await runChild(call([`--test-free=${2 ** 31}`], { environment })),
      exitCodes.diskFull,
      'disk is full',
    );
  });

  it.skipIf(!canMount)(`full in the middle of the work (SQLSTATE 53100) is told${reason}`, async () => {
    const environment = { JIXIAO_DATA: await small(120) };
    const end = await runChild(call([`--test-free=${2 ** 31}`, '--test-fill'], { environment }));
    expectSentence(end, exitCodes.diskFull, 'disk is full');
  });
});

describe('permissions', () => {
  const othersEnter = !isRoot || (nobodyReads(program) && nobodyReads(process.execPath));
  const closedReason = othersEnter ? '' : ' (skipped: the project is in a folder that is closed to other accounts)';
  it.skipIf(!othersEnter)(`a folder that can not be written is named${closedReason}`, async () => {
    const closed = join(folder, 'closed');
    await mkdir(closed);
    if (!isRoot) await chmod(closed, 0o555);
    const environment = { JIXIAO_DATA: join(closed, 'data') };
    const end = await runChild(call([], isRoot ? { environment, account: nobody } : { environment }));
    expectSentence(end, exitCodes.permission, `${join(closed, 'data')} can't be read or written`);
  });

  it.skipIf(!isRoot)(
    'root in a folder that postgres can not enter keeps the database elsewhere and says where',
    async () => {
      const closed = join(folder, 'closed');
      await mkdir(closed, { mode: 0o700 });
      await chown(closed, 0, 0);
      const database = join(closed, 'data', 'postgres');
      const environment = { JIXIAO_DATA: join(closed, 'data') };
      const first = await begin([], { environment });
      const told = await first.child.sees(/can't use (\S+), so the database is kept in (\S+)\./);
      expect(told.slice(1)).toEqual([database, standIn(database)]);
      await stopped(first.child);
      await chmod(closed, 0o755);
      const second = await begin([], { environment });
      expect(second.words.slice(2, 5)).toEqual(['2', 'true', standIn(database)]);
      await stopped(second.child);
      const third = await begin(['--fresh'], { environment });
      expect(third.words.slice(2, 5)).toEqual(['1', 'true', database]);
      await stopped(third.child);
      await expect(stat(standIn(database))).rejects.toMatchObject({ code: 'ENOENT' });
    },
  );
});
