// The bootstrap in a small project of its own: what it installs and when, what it says when it can't, and how it hands over.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exitCodes } from '#kernel/process/exit-codes.ts';
import { type Child, type End, nobody, nobodyReads, startChild } from './child.ts';

const source = new URL('../..', import.meta.url).pathname;
// Nothing listens on port 9: no spec may reach a real registry.
const closedRegistry = 'http://127.0.0.1:9/';
const isRoot = process.getuid?.() === 0;
const stackTrace = /\s+at .+:\d+:\d+\)?$/m;
let project = '';

beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), 'jixiao-bootstrap-'));
  await chmod(project, 0o755);
  await cp(join(source, 'tools', 'bootstrap'), join(project, 'tools', 'bootstrap'), { recursive: true });
  await write('package.json', JSON.stringify({ name: 'small', version: '1.0.0', type: 'module' }));
  await lockfileWith({});
  await write('show.ts', 'const words: string[] = process.argv.slice(2);\nconsole.log(process.version, ...words);\n');
});
afterEach(async () => {
  await rm(project, { recursive: true, force: true });
});

const write = (name: string, text: string): Promise<void> => writeFile(join(project, name), text);

type Locked = { readonly version: string; readonly integrity?: string };

/** Writes package.json and its lockfile, both with these dependencies. */
async function lockfileWith(dependencies: Record<string, Locked>): Promise<void> {
  const versions = Object.fromEntries(Object.entries(dependencies).map(([name, { version }]) => [name, version]));
  const root = { name: 'small', version: '1.0.0', dependencies: versions };
  const locked = Object.fromEntries(
    Object.entries(dependencies).map(([name, entry]) => [`node_modules/${name}`, entry]),
  );
  await write('package.json', JSON.stringify({ ...root, type: 'module' }));
  await write(
    'package-lock.json',
    JSON.stringify({ ...root, lockfileVersion: 3, requires: true, packages: { '': root, ...locked } }),
  );
}

type Extra = {
  readonly node?: string;
  readonly options?: readonly string[];
  readonly environment?: Record<string, string>;
  readonly account?: { readonly uid: number; readonly gid: number } | undefined;
};

const begin = (words: readonly string[], { node, options = [], environment = {}, account }: Extra = {}): Child =>
  startChild({
    program: node ?? process.execPath,
    parameters: [...options, join(project, 'tools', 'bootstrap', 'start.mjs'), ...words],
    folder: project,
    environment: {
      npm_config_cache: join(project, 'cache'),
      npm_config_fetch_retries: '0',
      npm_config_registry: closedRegistry,
      ...environment,
    },
    account,
  });
const run = (words: readonly string[], extra: Extra = {}): Promise<End> => begin(words, extra).end;

const expectSentence = (end: End, exitCode: number, words: RegExp): void => {
  expect(end.output).not.toMatch(stackTrace);
  expect(end.output).toMatch(words);
  expect(end).toHaveProperty('code', exitCode);
};

describe('installing', () => {
  it('happens once, and again only when the lockfile has changed or an install was cut off', async () => {
    const installs = async (): Promise<boolean> => /Installing packages/.test((await run(['show.ts'])).output);
    expect([await installs(), await installs()]).toEqual([true, false]);
    await write('package-lock.json', `${await readFile(join(project, 'package-lock.json'), 'utf8')}\n`);
    expect([await installs(), await installs()]).toEqual([true, false]);
    await rm(join(project, 'node_modules', '.jixiao-lockfile.sha256'));
    expect([await installs(), await installs()]).toEqual([true, false]);
  });

  it('is done by one of four starts in the same moment, and all four run', async () => {
    const ends = await Promise.all([1, 2, 3, 4].map((number) => run(['show.ts', `number-${number}`])));
    expect(ends.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(ends.filter(({ output }) => output.includes('Installing packages'))).toHaveLength(1);
  });

  it('goes on after a start that was killed while it held the lock', async () => {
    await mkdir(join(project, '.cache'));
    const dead = { pid: process.pid, started: 'another boot/1', since: '2026-01-01T00:00:00Z', nonce: 'x' };
    await write('.cache/install.lock', JSON.stringify(dead));
    expectSentence(await run(['show.ts']), exitCodes.ok, /Installing packages/);
  });

  it('runs no install script of a package', async () => {
    await mkdir(join(project, 'evil'));
    await write(
      'evil/package.json',
      JSON.stringify({ name: 'evil', version: '1.0.0', scripts: { postinstall: 'touch ran' } }),
    );
    const root = { name: 'small', version: '1.0.0', dependencies: { evil: 'file:evil' } };
    await write('package.json', JSON.stringify({ ...root, type: 'module' }));
    const packages = {
      '': root,
      evil: { version: '1.0.0', hasInstallScript: true },
      'node_modules/evil': { resolved: 'evil', link: true },
    };
    await write('package-lock.json', JSON.stringify({ ...root, lockfileVersion: 3, requires: true, packages }));
    expectSentence(await run(['show.ts']), exitCodes.ok, /Installed in/);
    expect(existsSync(join(project, 'evil', 'ran'))).toBe(false);
  });
});

describe('what an install can meet', () => {
  const wanted = {
    small: { version: '1.0.0', integrity: `sha512-${createHash('sha512').update('right').digest('base64')}` },
  };

  it('no registry is a sentence that names the network', async () => {
    await lockfileWith(wanted);
    expectSentence(await run(['show.ts']), exitCodes.unavailable, /registry can't be reached \(ECONNREFUSED\)/);
  });

  const packument = (host: string): string => {
    const dist = { tarball: `http://${host}/small.tgz`, integrity: wanted.small.integrity };
    return JSON.stringify({ name: 'small', versions: { '1.0.0': { name: 'small', version: '1.0.0', dist } } });
  };
  const answers: [string, (path: string, host: string) => [number, string], number, RegExp][] = [
    [
      'a registry without the package',
      () => [404, '{}'],
      exitCodes.unavailable,
      /lacks a package version that is needed/,
    ],
    ['a registry that is out of order', () => [503, 'no'], exitCodes.unavailable, /registry can't be reached \(E503\)/],
    [
      'a download that differs from the lockfile',
      (path, host) => [200, path.endsWith('.tgz') ? 'wrong' : packument(host)],
      exitCodes.data,
      /differs from the lockfile \(EINTEGRITY\)/,
    ],
  ];
  const runAgainst = async (answer: (path: string, host: string) => [number, string]): Promise<End> => {
    const server = createServer((request, response) => {
      const [status, body] = answer(request.url ?? '', request.headers.host ?? '');
      response.writeHead(status).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const end = await run(['show.ts'], { environment: { npm_config_registry: `http://127.0.0.1:${port}/` } });
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    return end;
  };
  it.each(answers)('%s is a sentence', async (_name, answer, exitCode, words) => {
    await lockfileWith(wanted);
    expectSentence(await runAgainst(answer), exitCode, words);
  });

  it('a lockfile that does not fit package.json is a sentence', async () => {
    const dependencies = { small: '1.0.0' };
    await write('package.json', JSON.stringify({ name: 'small-project', version: '1.0.0', dependencies }));
    const end = await runAgainst((_path, host) => [200, packument(host)]);
    expectSentence(end, exitCodes.data, /package-lock\.json disagree/);
  });

  const othersEnter = !isRoot || nobodyReads(process.execPath);
  const closedReason = othersEnter ? '' : ' (skipped: Node is in a folder that is closed to other accounts)';
  it.skipIf(!othersEnter)(`a folder that can not be written is named${closedReason}`, async () => {
    if (!isRoot) await chmod(project, 0o555);
    const end = await run(['show.ts'], { account: isRoot ? nobody : undefined });
    if (!isRoot) await chmod(project, 0o755);
    expectSentence(end, exitCodes.permission, new RegExp(`${project} can't be written`));
  });
});

describe('refusing', () => {
  const pretend = (version: string): string[] => {
    const versions = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`;
    return ['--import', `data:text/javascript,${encodeURIComponent(versions)}`];
  };
  const cases: [string, string[], Extra, number, RegExp][] = [
    ['Node 18', ['show.ts'], { options: pretend('18.20.4') }, exitCodes.unavailable, /needs Node\.js 20 or newer/],
    ['no program', [], {}, exitCodes.usage, /No program was named/],
    ['an unknown program', ['nothing.ts'], {}, exitCodes.usage, /no program nothing\.ts/],
    ['an unknown tool', ['nothing'], {}, exitCodes.usage, /no program nothing/],
    [
      'production, before anything is installed',
      ['deploy/embedded/main.ts'],
      { environment: { NODE_ENV: 'production' } },
      exitCodes.config,
      /^(?!.*Installing)[\s\S]*refuses NODE_ENV=production/,
    ],
  ];
  it.each(cases)('%s: a sentence and an exit code', async (_name, words, extra, exitCode, said) => {
    expectSentence(await run(words, extra), exitCode, said);
  });

  it('every exit code of the sentences is one of the table', async () => {
    const codes = new Set<number>(Object.values(exitCodes));
    for (const file of ['tools/bootstrap/sentences.json', 'deploy/embedded/guard/sentences.json']) {
      const sentences: Record<string, { exitCode: number }> = JSON.parse(await readFile(join(source, file), 'utf8'));
      for (const [name, { exitCode }] of Object.entries(sentences))
        expect({ name, known: codes.has(exitCode) }).toEqual({ name, known: true });
    }
  });
});

describe('handing over', () => {
  it('runs a TypeScript program with its words by Node 24 or newer', async () => {
    expectSentence(
      await run(['show.ts', '--fresh', 'two words']),
      exitCodes.ok,
      /v(2[4-9]|[3-9]\d)\.\S+ --fresh two words/,
    );
  });

  it('gives back the exit code of the program', async () => {
    await write('end.ts', 'process.exit(42);\n');
    expect(await run(['end.ts'])).toHaveProperty('code', 42);
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('passes %s on and waits for the end', async (signal) => {
    await write(
      'wait.ts',
      `process.on('${signal}', () => process.exit(5));\nsetInterval(() => undefined, 1000);\nconsole.log('waiting');\n`,
    );
    const child = begin(['wait.ts']);
    await child.sees(/waiting/);
    child.kill(signal);
    expect(await child.end).toHaveProperty('code', 5);
  });

  it('tells an end by a signal as a shell does', async () => {
    await write('fall.ts', "process.kill(process.pid, 'SIGKILL');\n");
    expect(await run(['fall.ts'])).toHaveProperty('code', 137);
  });

  it('lets programs that are started by name meet the same Node', async () => {
    const program =
      "import { execFileSync } from 'node:child_process';\n" +
      "console.log('inner', execFileSync('node', ['--version'], { encoding: 'utf8' }));\n";
    await write('inner.ts', program);
    expectSentence(await run(['inner.ts']), exitCodes.ok, new RegExp(`inner ${process.version}`));
  });

  const older = olderNode();
  const reason = older === undefined ? ' (skipped: no Node 20 to 23 on this machine)' : '';
  it.skipIf(older === undefined)(`from an older Node goes to the one in tools/runtime${reason}`, async () => {
    const runtime = join(project, 'tools', 'runtime');
    await cp(join(source, 'tools', 'runtime', 'package-lock.json'), join(runtime, 'package-lock.json'));
    await mkdir(join(runtime, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin'), { recursive: true });
    await symlink(
      process.execPath,
      join(runtime, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node'),
    );
    const digest = createHash('sha256')
      .update(await readFile(join(runtime, 'package-lock.json')))
      .digest('hex');
    const stamp = join(runtime, 'node_modules', '.jixiao-lockfile.sha256');
    await writeFile(stamp, `${digest} ${process.platform}-${process.arch}\n`);
    expectSentence(await run(['show.ts'], { node: older ?? '' }), exitCodes.ok, new RegExp(process.version));
  });
});

/** A Node from 20 to 23 in PATH, as the machine of a stranger has it. */
function olderNode(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => existsSync(folder));
  const programs = folders
    .filter((folder) => readdirSync(folder).includes('node'))
    .map((folder) => join(folder, 'node'));
  return programs.find((program) => /^v2[0-3]\./.test(execFileSync(program, ['--version'], { encoding: 'utf8' })));
}
