// Every spec belongs to exactly one project of vitest.config.ts: one outside would never run, and nobody would miss it.
import { execFileSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { join, matchesGlob } from 'node:path';
import { createVitest } from 'vitest/node';

/** The spec files that git knows or would take, and how many projects run each. */
async function projectsOf(folder: string): Promise<Map<string, number>> {
  const options = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '*.spec.ts', '*.spec.tsx'];
  const files = execFileSync('git', options, { cwd: folder, encoding: 'utf8' })
    .split('\0')
    .filter((path) => path !== '');
  const counts = new Map(files.map((path) => [path, 0]));
  const vitest = await createVitest('test', { watch: false, run: true });
  try {
    for (const { config } of vitest.projects) {
      for (const path of globSync(config.include, { cwd: folder }))
        if (counts.has(path) && !config.exclude.some((pattern) => matchesGlob(path, pattern)))
          counts.set(path, (counts.get(path) ?? 0) + 1);
    }
  } finally {
    await vitest.close();
  }
  return counts;
}

const counts = await projectsOf(join(import.meta.dirname, '../..'));
for (const [path, projects] of counts) {
  if (projects === 1) continue;
  process.exitCode = 1;
  process.stdout.write(`${path}: runs in ${projects} projects of vitest.config.ts. Name its folder in exactly one.\n`);
}
process.exit();
