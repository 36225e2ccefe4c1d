// Installing in a small project of its own: when it happens, what it can meet, and that nothing of it runs on when it is interrupted.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rm } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { exitCodes } from '#kernel/process/exit-codes.ts';
import { isAlive } from '#tools/bootstrap/process.mjs';
import { type End, nobody, nobodyReads } from './child.ts';
import { expectSentence } from './sentence.ts';
import { type SmallProject, smallProject } from './small-project.ts';
import { isRoot, untested } from './untested.ts';

let project: SmallProject;
beforeEach(async () => {
  project = await smallProject();
});

/** A registry for one test; returns its address. */
const registryThat = async (answer: RequestListener): Promise<string> => {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/`;
};

const wanted = {
  small: { version: '1.0.0', integrity: `sha512-${createHash('sha512').update('right').digest('base64')}` },
};

describe('installing', () => {
  it('happens once, and again only when the lockfile has changed or an install was cut off', async () => {
    const installs = async (): Promise<boolean> => /Installing packages/.test((await project.run(['show.ts'])).output);
    expect([await installs(), await installs()]).toEqual([true, false]);
    await project.write('package-lock.json', `${await readFile(join(project.folder, 'package-lock.json'), 'utf8')}\n`);
    expect([await installs(), await installs()]).toEqual([true, false]);
    await rm(join(project.folder, 'node_modules', '.jixiao-lockfile.sha256'));
    expect([await installs(), await installs()]).toEqual([true, false]);
  });

  it('is done by one of four starts in the same moment, and all four run', async () => {
    const ends = await Promise.all([1, 2, 3, 4].map((number) => project.run(['show.ts', `number-${number}`])));
    expect(ends.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(ends.filter(({ output }) => output.includes('Installing packages'))).toHaveLength(1);
  });

  it('goes on after a start that was killed while it held the lock', async () => {
    await mkdir(join(project.folder, '.cache'));
    const dead = { pid: process.pid, started: 'another boot/1', since: '2026-01-01T00:00:00Z', nonce: 'x' };
    await project.write('.cache/install.lock', JSON.stringify(dead));
    expectSentence(await project.run(['show.ts']), exitCodes.ok, /Installing packages/);
  });

  it('runs no install script of a package', async () => {
    await mkdir(join(project.folder, 'evil'));
    await project.write(
      'evil/package.json',
      JSON.stringify({ name: 'evil', version: '1.0.0', scripts: { postinstall: 'touch ran' } }),
    );
    const root = { name: 'small', version: '1.0.0', dependencies: { evil: 'file:evil' } };
    await project.write('package.json', JSON.stringify({ ...root, type: 'module' }));
    const packages = {
      '': root,
      evil: { version: '1.0.0', hasInstallScript: true },
      'node_modules/evil': { resolved: 'evil', link: true },
    };
    await project.write('package-lock.json', JSON.stringify({ ...root, lockfileVersion: 3, requires: true, packages }));
    expectSentence(await project.run(['show.ts']), exitCodes.ok, /Installed in/);
    expect(existsSync(join(project.folder, 'evil', 'ran'))).toBe(false);
  });
});

describe('what an install can meet', () => {
  it('no registry is a sentence that names the network', async () => {
    await project.lockfileWith(wanted);
    expectSentence(await project.run(['show.ts']), exitCodes.unavailable, /registry can't be reached \(ECONNREFUSED\)/);
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
    const registry = await registryThat((request, response) => {
      const [status, body] = answer(request.url ?? '', request.headers.host ?? '');
      response.writeHead(status).end(body);
    });
    return project.run(['show.ts'], { environment: { npm_config_registry: registry } });
  };
  it.each(answers)('%s is a sentence', async (_name, answer, exitCode, words) => {
    await project.lockfileWith(wanted);
    expectSentence(await runAgainst(answer), exitCode, words);
  });

  it('a lockfile that does not fit package.json is a sentence', async () => {
    const dependencies = { small: '1.0.0' };
    await project.write('package.json', JSON.stringify({ name: 'small-project', version: '1.0.0', dependencies }));
    const end = await runAgainst((_path, host) => [200, packument(host)]);
    expectSentence(end, exitCodes.data, /package-lock\.json disagree/);
  });

  const closed = untested(
    !isRoot || nobodyReads(process.execPath),
    'Node is in a folder that is closed to other accounts',
  );
  it.skipIf(closed !== '')(`a folder that can not be written is named${closed}`, async () => {
    if (!isRoot) await chmod(project.folder, 0o555);
    const end = await project.run(['show.ts'], { account: isRoot ? nobody : undefined });
    if (!isRoot) await chmod(project.folder, 0o755);
    expectSentence(end, exitCodes.permission, new RegExp(`${project.folder} can't be written`));
  });
});

describe('an install that is interrupted', () => {
  /** An npm that works until a signal comes, and then does what is said; it tells its number in a file. */
  const npmThat = async (onSignal: string): Promise<Record<string, string>> => {
    const program = `
      import { writeFileSync } from 'node:fs';
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => { ${onSignal} });
      setInterval(() => undefined, 1000);
      writeFileSync('npm.pid', String(process.pid));
    `;
    await project.write('npm-cli.js', program);
    return { npm_execpath: join(project.folder, 'npm-cli.js') };
  };
  const npmAtWork = async (): Promise<number> => {
    const told = (): Promise<string> => readFile(join(project.folder, 'npm.pid'), 'utf8').catch(() => '');
    await expect.poll(told, { timeout: 20_000 }).toMatch(/^\d+$/);
    const npm = Number(await told());
    onTestFinished(() => {
      if (isAlive(npm)) process.kill(npm, 'SIGKILL');
    });
    return npm;
  };
  const sentence = /The install of packages was interrupted/;

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'by %s ends npm by it, waits for its end, and says so',
    async (signal) => {
      const tidyUp = "setTimeout(() => { writeFileSync('ended-by', signal); process.exit(1); }, 300)";
      const child = project.begin(['show.ts'], { environment: await npmThat(tidyUp) });
      const npm = await npmAtWork();
      child.kill(signal);
      expectSentence(await child.end, exitCodes.interrupted, sentence);
      expect(isAlive(npm)).toBe(false);
      expect(await readFile(join(project.folder, 'ended-by'), 'utf8')).toBe(signal);
    },
  );

  it('leaves no lock and no stamp: the next start installs', async () => {
    const child = project.begin(['show.ts'], { environment: await npmThat('process.exit(0)') });
    await npmAtWork();
    child.kill('SIGTERM');
    expectSentence(await child.end, exitCodes.interrupted, sentence);
    const next = await project.run(['show.ts']);
    expectSentence(next, exitCodes.ok, /Installing packages/);
    expect(next.output).not.toContain('waiting for it');
  });

  it('ends an npm by force that does not listen', async () => {
    const child = project.begin(['show.ts'], { environment: await npmThat('') });
    const npm = await npmAtWork();
    child.kill('SIGTERM');
    expectSentence(await child.end, exitCodes.interrupted, sentence);
    expect(isAlive(npm)).toBe(false);
  });

  it("ends the machine's own npm while it waits for a registry that does not answer", async () => {
    await project.lockfileWith(wanted);
    const asked = Promise.withResolvers<void>();
    const left = Promise.withResolvers<void>();
    const registry = await registryThat((request) => {
      request.once('close', left.resolve);
      asked.resolve();
    });
    const child = project.begin(['show.ts'], { environment: { npm_config_registry: registry } });
    await asked.promise;
    child.kill('SIGTERM');
    expectSentence(await child.end, exitCodes.interrupted, sentence);
    await left.promise;
  });
});
