// The embedded start as real processes: what it refuses, what it survives, and that a person never reads a stack trace.
import { chmod, chown, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { exitCodes } from '#kernel/process/exit-codes.ts';
import { isAlive } from '#tools/bootstrap/process.mjs';
import { placeAt, standIn } from '#tools/postgres/data.ts';
import { runningPostmaster } from '#tools/postgres/postmaster.ts';
import { nobody, nobodyReads } from './child.ts';
import { expectSentence, stackTrace } from './sentence.ts';
import { program, type SmallSystem, smallSystem, stopped } from './small-system.ts';
import { isRoot, rootAlone, untested } from './untested.ts';

// The lowest port that everybody may listen on: some containers open all of them.
const lowest = Number(await readFile('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8').catch(() => '0'));

let system: SmallSystem;
beforeEach(async () => {
  system = await smallSystem();
});

describe('an ordinary start', () => {
  it('ends in order on Ctrl-C with code 0, its database and its lock gone', async () => {
    const { child, postgres } = await system.begin();
    expectSentence(await stopped(child), exitCodes.ok, 'stopped');
    expect(isAlive(postgres)).toBe(false);
    expect(await readdir(system.data)).not.toContain('start.lock');
  });

  it('keeps its data for the next start, and forgets them on --fresh', async () => {
    const counts: string[] = [];
    for (const flags of [[], [], ['--fresh'], ['--no-demo']]) {
      const { child, starts, hasDemo } = await system.begin(flags);
      counts.push(`${starts} ${hasDemo}`);
      await stopped(child);
    }
    expect(counts).toEqual(['1 true', '2 true', '1 true', '2 false']);
  });

  it('keeps the password of the database from others', async () => {
    const { child, database } = await system.begin();
    const place = placeAt(database);
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
    ['a data folder where none can be', [], { JIXIAO_DATA: '/proc/jixiao/data' }, exitCodes.config, /holds no data/],
    ['a data folder under a file', [], { JIXIAO_DATA: join(program, 'data') }, exitCodes.config, /is no folder/],
  ];
  it.each(cases)('%s is refused with a sentence', async (_name, flags, environment, exitCode, words) => {
    expectSentence(await system.call(flags, { environment }).end, exitCode, words);
  });

  it.each([[[]], [['--fresh']]])('a data folder of other things is left alone (%j)', async (flags) => {
    await mkdir(system.data);
    await writeFile(join(system.data, 'letter.txt'), 'a letter');
    expectSentence(await system.call(flags).end, exitCodes.config, 'left alone');
    expect(await readdir(system.data)).toEqual(['letter.txt']);
  });
});

describe('what stands in the way', () => {
  it('a taken port is named, and nothing is started', async () => {
    const server: Server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? String(address.port) : '';
    const end = await system.call([], { environment: { PORT: port } }).end;
    expectSentence(end, exitCodes.port, `Port ${port} is taken`);
    expect(await readdir(system.data)).toEqual(['jixiao-data.txt']);
  });

  it('a second start on the same data names the first, which goes on', async () => {
    const { child } = await system.begin();
    expectSentence(await system.call(['--fresh']).end, exitCodes.held, `process ${child.pid}`);
    expectSentence(await stopped(child), exitCodes.ok, 'stopped');
  });

  it('of two starts in one moment exactly one runs', async () => {
    const both = [system.call([]), system.call([])];
    const [loser] = await Promise.all([
      Promise.race(both.map((child) => child.end)),
      Promise.any(both.map((child) => child.sees(/ready port/))),
    ]);
    expectSentence(loser, exitCodes.held, 'already runs');
    for (const child of both) child.kill('SIGINT');
    const codes = (await Promise.all(both.map((child) => child.end))).map(({ code }) => String(code));
    expect(codes.toSorted((a, b) => a.localeCompare(b))).toEqual(['0', '75']);
  });

  it('a lock whose process number belongs to another program by now is taken over', async () => {
    await mkdir(system.data);
    await writeFile(join(system.data, 'jixiao-data.txt'), '');
    const stale = { pid: process.pid, started: 'another boot/1', since: '2026-01-01T00:00:00Z', nonce: 'x' };
    await writeFile(join(system.data, 'start.lock'), JSON.stringify(stale));
    const { child } = await system.begin();
    expectSentence(await stopped(child), exitCodes.ok, 'stopped');
  });

  it('after kill -9 the next start stops the orphaned database and finds the data', async () => {
    const { child, postgres: orphan } = await system.begin();
    child.kill('SIGKILL');
    await child.end;
    expect(isAlive(orphan)).toBe(true);
    const next = await system.begin();
    expect(isAlive(orphan)).toBe(false);
    expect(next.starts).toBe(2);
    await stopped(next.child);
  });

  it('after kill -9 a fresh start stops the orphaned database before it deletes the data', async () => {
    const { child, postgres: orphan } = await system.begin();
    child.kill('SIGKILL');
    await child.end;
    const next = await system.begin(['--fresh']);
    expect(isAlive(orphan)).toBe(false);
    expect(next.starts).toBe(1);
    await stopped(next.child);
  });

  it('a half-made cluster of a killed first start is made again', async () => {
    const { child } = await system.begin();
    await stopped(child);
    const place = placeAt(join(system.data, 'postgres'));
    await rm(place.cluster, { recursive: true });
    await mkdir(`${place.cluster}.half`);
    await writeFile(join(`${place.cluster}.half`, 'PG_VERSION'), '18\n');
    const next = await system.begin();
    expect(next.starts).toBe(1);
    await stopped(next.child);
  });

  it('data of another version of PostgreSQL are not touched', async () => {
    const { child } = await system.begin();
    await stopped(child);
    const version = join(system.data, 'postgres', 'cluster', 'PG_VERSION');
    await writeFile(version, '17\n');
    expectSentence(await system.call([]).end, exitCodes.data, 'another version');
    expect(await readFile(version, 'utf8')).toBe('17\n');
  });

  it('a database that ends by itself ends the system with a sentence', async () => {
    const { child, postgres } = await system.begin();
    process.kill(postgres, 'SIGQUIT');
    expectSentence(await child.end, exitCodes.database, 'ended by itself');
  });

  it('an error that nobody caught is told in a sentence, its details in failure.log', async () => {
    const end = await system.call(['--test-crash']).end;
    expectSentence(end, exitCodes.software, 'a promise that nobody awaits');
    expect(await readFile(join(system.data, 'failure.log'), 'utf8')).toMatch(stackTrace);
    expect(await runningPostmaster(placeAt(join(system.data, 'postgres')).cluster)).toBeUndefined();
  });
});

describe('permissions', () => {
  const othersEnter = !isRoot || (nobodyReads(program) && nobodyReads(process.execPath));
  const closedProject = untested(othersEnter, 'the project is in a folder that is closed to other accounts');
  it.skipIf(closedProject !== '')(`a folder that can not be written is named${closedProject}`, async () => {
    const closed = join(system.folder, 'closed');
    await mkdir(closed);
    if (!isRoot) await chmod(closed, 0o555);
    const data = join(closed, 'data');
    const end = await system.call([], { data, account: isRoot ? nobody : undefined }).end;
    expectSentence(end, exitCodes.permission, `${data} can't be read or written`);
  });

  const openPorts = untested(othersEnter && lowest > 1, 'no port is forbidden to another account here');
  it.skipIf(openPorts !== '')(`a port that is root's is named, and nothing is started${openPorts}`, async () => {
    await mkdir(system.data);
    if (isRoot) await chown(system.data, nobody.uid, nobody.gid);
    const environment = { PORT: String(lowest - 1) };
    const end = await system.call([], { environment, account: isRoot ? nobody : undefined }).end;
    expectSentence(end, exitCodes.port, `Port ${lowest - 1} may not be used by this account`);
    expect(await readdir(system.data)).toEqual(['jixiao-data.txt']);
  });

  const rootTitle = 'root in a folder that postgres can not enter keeps the database elsewhere and says where';
  const notRoot = rootAlone();
  it.skipIf(notRoot !== '')(`${rootTitle}${notRoot}`, async () => {
    const closed = join(system.folder, 'closed');
    await mkdir(closed, { mode: 0o700 });
    await chown(closed, 0, 0);
    const data = join(closed, 'data');
    const database = join(data, 'postgres');
    const first = await system.begin([], { data });
    const told = await first.child.sees(/can't use (\S+), so the database is kept in (\S+)\./);
    expect(told.slice(1)).toEqual([database, standIn(database)]);
    await stopped(first.child);
    await chmod(closed, 0o755);
    const second = await system.begin([], { data });
    expect(second).toMatchObject({ starts: 2, hasDemo: true, database: standIn(database) });
    await stopped(second.child);
    const third = await system.begin(['--fresh'], { data });
    expect(third).toMatchObject({ starts: 1, hasDemo: true, database });
    await stopped(third.child);
    await expect(stat(standIn(database))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
