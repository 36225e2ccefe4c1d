// How NATS's program is provided: the first way that works, and only what was pinned. The programs that would fetch it are small ones.
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { natsProgram } from './nats-install.ts';

const sum = 'h1:yLsgt2kslgymvxvjFq1WGWck5hkat2YYfbXvQ145tzU=';
const told: string[] = [];
let folder = '';
let cache = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jixiao-nats-spec-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  cache = join(folder, 'cache');
  await mkdir(join(folder, 'bin'));
  // Neither Python nor Go of the machine is met, so that no spec reaches a registry.
  vi.stubEnv('PATH', join(folder, 'bin'));
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
});

const program = async (name: string, script: string): Promise<void> => {
  const file = join(folder, 'bin', name);
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
};

/** A Go that has a module with this checksum, and that installs a program as large as it is said. */
const goWith = (checksum: string): Promise<void> =>
  program(
    'go',
    `echo "$@" >> "${join(folder, 'asked')}"
     if [ "$1" = mod ]; then echo 'go: downloading' >&2; echo '{ "Sum": "${checksum}", "GoModSum": "h1:x" }'; exit 0; fi
     echo program > "$GOBIN/nats-server"`,
  );

const install = (): Promise<string> => natsProgram(cache, (line) => told.push(line));

it('comes from the Go module where Python can not give it, into a folder with the version and a hash of what was pinned', async () => {
  await goWith(sum);
  const found = await install();
  expect(basename(found)).toBe('nats-server');
  expect(basename(dirname(found))).toMatch(/^nats-2\.15\.2-\w+-\w+-module-[0-9a-f]{12}$/);
  await goWith('h1:another');
  expect(await install()).toBe(found);
});

it.each([
  ['another checksum than the pinned one', 'h1:another', 'its checksum is h1:another'],
  ['no checksum', '', 'is not the module that was pinned'],
])('a module with %s is not built', async (_title, checksum, words) => {
  await goWith(checksum);
  await expect(install()).rejects.toThrow(words);
  expect(await readdir(cache)).toEqual([]);
});

it('where neither way works, both are named', async () => {
  await program('python3', 'echo no such module: pip; exit 1');
  await expect(install()).rejects.toThrow(/python3 .*no such module: pip; go could not be started/);
});
