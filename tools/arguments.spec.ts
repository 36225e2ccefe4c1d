// A tool that gets a word which it does not know does nothing, and says what it takes.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exitCodes } from '#kernel/process/exit-codes.ts';

const root = join(import.meta.dirname, '..');
const run = (tool: string, word: string): { readonly status: number | null; readonly said: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, tool), word], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, said: stdout + stderr };
};

describe.each([
  ['npm run config', 'tools/config/main.ts'],
  ['npm run generate', 'tools/generate/main.ts'],
  ['npm run schema', 'tools/schema/main.ts'],
  ['npm run provision', 'tools/provision/main.ts'],
  ['npm run release', 'tools/check/released/release.ts'],
])('%s', (name, tool) => {
  test('says on --help what it does, and does nothing', () => {
    const { status, said } = run(tool, '--help');
    expect(status).toBe(exitCodes.ok);
    expect(said.trim().split('\n')).toEqual([expect.stringContaining(name)]);
  });

  test('refuses a word that it does not know', () => {
    const { status, said } = run(tool, '--chekc');
    expect(status).toBe(exitCodes.usage);
    expect(said).toContain('--chekc');
  });
});
