// PostgreSQL's programs in a folder that the user postgres can't enter: root copies them, anybody else gets a sentence.
import { chmod, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { canRun, serverAccount } from '#tools/postgres/account.ts';
import { type Binaries, findBinaries, installedBinaries, systemFolder } from '#tools/postgres/binaries.ts';

const isRoot = process.getuid?.() === 0;
const copies: string[] = [];
let folder = '';
let closed: Binaries;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jixiao-closed-'));
  const installed = await installedBinaries();
  const native = join(folder, 'native');
  await cp(dirname(dirname(installed.postgres)), native, { recursive: true, verbatimSymlinks: true });
  await chmod(folder, 0o700);
  closed = { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') };
});
afterAll(async () => {
  for (const path of [folder, ...copies]) await rm(path, { recursive: true, force: true });
});

it.skipIf(!isRoot)('root copies them to where postgres can run them, says where, and copies once', async () => {
  const account = await serverAccount();
  const said: string[] = [];
  expect(await canRun(closed.postgres, account)).toBe(false);
  const found = await findBinaries(account, (sentence) => said.push(sentence), closed);
  copies.push(dirname(dirname(found.postgres)));
  expect(found.postgres).toMatch(new RegExp(`^${systemFolder}/postgresql-[0-9a-f]{12}/bin/postgres$`));
  expect(said.join()).toContain(`its programs were copied to ${dirname(found.postgres)}`);
  expect(await canRun(found.initdb, account)).toBe(true);
  expect(await findBinaries(account, () => undefined, closed)).toEqual(found);
});

it('programs that nobody can run are a failure with advice', async () => {
  await chmod(closed.postgres, 0o600);
  const failure = findBinaries(undefined, () => undefined, closed);
  await expect(failure).rejects.toMatchObject({ reason: 'NO_BINARIES', message: expect.stringContaining('npm ci') });
});
