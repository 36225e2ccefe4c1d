// The Node in tools/runtime, where the machine's own is older: installed when it is missing, whatever a user's npm leaves out.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { exitCodes } from '#kernel/process/exit-codes.ts';
import { expectSentence } from './sentence.ts';
import { pretend, type SmallProject, smallProject, source } from './small-project.ts';
import { untested } from './untested.ts';

const platform = `${process.platform}-${process.arch}`;
const name = `node-${platform}`;
const older = { options: pretend('22.0.0') };

let project: SmallProject;
let runtime = '';
beforeEach(async () => {
  project = await smallProject();
  runtime = join(project.folder, 'tools', 'runtime');
  await mkdir(runtime, { recursive: true });
});

const stamp = (): string => join(runtime, 'node_modules', '.jixiao-lockfile.sha256');

/** A runtime folder whose lockfile has these optional packages: they lie in it, so that npm needs no registry. */
const runtimeWith = async (names: readonly string[]): Promise<void> => {
  const optionalDependencies = Object.fromEntries(names.map((each) => [each, `file:${each}`]));
  const root = { name: 'runtime', version: '1.0.0', optionalDependencies };
  const packages: Record<string, unknown> = { '': root };
  for (const each of names) {
    packages[each] = { version: '1.0.0', optional: true };
    packages[`node_modules/${each}`] = { resolved: each, link: true };
    await mkdir(join(runtime, each, 'bin'), { recursive: true });
    await writeFile(join(runtime, each, 'package.json'), JSON.stringify({ name: each, version: '1.0.0' }));
    await symlink(process.execPath, join(runtime, each, 'bin', 'node'));
  }
  const lockfile = { name: 'runtime', version: '1.0.0', lockfileVersion: 3, requires: true, packages };
  await writeFile(join(runtime, 'package.json'), JSON.stringify(root));
  await writeFile(join(runtime, 'package-lock.json'), JSON.stringify(lockfile));
};

const isOffered = untested(['linux-x64', 'linux-arm64'].includes(platform), `there is no Node package for ${platform}`);
describe.skipIf(isOffered !== '')(`the runtime of an older Node${isOffered}`, () => {
  const installs = /Installing Node\.js 24/;

  it('is installed once, and then found', async () => {
    await runtimeWith([name]);
    expectSentence(await project.run(['show.ts'], older), exitCodes.ok, installs, process.version);
    expect((await project.run(['show.ts'], older)).output).not.toMatch(installs);
  });

  it("is installed although a user's npm omits optional packages", async () => {
    await runtimeWith([name]);
    const end = await project.run(['show.ts'], { ...older, environment: { npm_config_omit: 'optional' } });
    expectSentence(end, exitCodes.ok, process.version);
  });

  it('is not taken for installed where npm has left it out, at this start and at the next', async () => {
    await runtimeWith(['node-of-another-platform']);
    for (let start = 0; start < 2; start += 1) {
      const end = await project.run(['show.ts'], older);
      expectSentence(end, exitCodes.unavailable, installs, /no Node\.js 24 package that runs on this machine/);
      expect(existsSync(stamp())).toBe(false);
    }
  });

  it('is installed again when its program is lost', async () => {
    await runtimeWith([name]);
    expectSentence(await project.run(['show.ts'], older), exitCodes.ok, installs);
    await rm(join(runtime, 'node_modules', name));
    expectSentence(await project.run(['show.ts'], older), exitCodes.ok, installs, process.version);
  });

  it('is told when its program does not run', async () => {
    await runtimeWith([name]);
    await rm(join(runtime, name, 'bin', 'node'));
    await writeFile(join(runtime, name, 'bin', 'node'), 'for another machine', { mode: 0o755 });
    expectSentence(await project.run(['show.ts'], older), exitCodes.unavailable, /no Node\.js 24 package that runs/);
  });
});

/** A Node from 20 to 23 in PATH, as the machine of a stranger has it. */
const olderNode = (): string | undefined => {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => existsSync(folder));
  const programs = folders
    .filter((folder) => readdirSync(folder).includes('node'))
    .map((folder) => join(folder, 'node'));
  return programs.find((program) => /^v2[0-3]\./.test(execFileSync(program, ['--version'], { encoding: 'utf8' })));
};

const node = olderNode();
const noOlder = untested(node !== undefined, 'no Node 20 to 23 is on this machine');
it.skipIf(noOlder !== '')(`a Node that is really older goes to the one in tools/runtime${noOlder}`, async () => {
  await cp(join(source, 'tools', 'runtime', 'package-lock.json'), join(runtime, 'package-lock.json'));
  const bin = join(runtime, 'node_modules', name, 'bin');
  await mkdir(bin, { recursive: true });
  await symlink(process.execPath, join(bin, 'node'));
  const digest = createHash('sha256')
    .update(await readFile(join(runtime, 'package-lock.json')))
    .digest('hex');
  await writeFile(stamp(), `${digest} ${platform}\n`);
  expectSentence(await project.run(['show.ts'], { node: node ?? '' }), exitCodes.ok, new RegExp(process.version));
});
