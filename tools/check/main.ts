// `npm run check`: everything that can be said about the project without running it. With names, only those steps.
import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const bin = (name: string): string => join(root, 'node_modules/.bin', name);

/** A step: what it is called, and the words that Node runs. It has passed when it ends with 0. */
type Step = { readonly name: string; readonly words: readonly string[] };

const documents = (): string[] =>
  globSync('contracts/generated/*.json', { cwd: root }).filter((path) => !path.endsWith('events.json'));

const steps: readonly Step[] = [
  { name: 'types', words: [bin('tsc'), '-p', '.', '--noEmit'] },
  { name: 'lint', words: [bin('oxlint'), '--type-aware', '--deny-warnings'] },
  { name: 'format', words: [bin('biome'), 'check', '--error-on-warnings', '.'] },
  { name: 'contracts', words: [bin('redocly'), 'lint', '--max-problems', '50', ...documents()] },
  { name: 'generated', words: ['tools/generate/main.ts', '--check'] },
  { name: 'released', words: ['tools/check/released/main.ts'] },
  { name: 'schema', words: ['tools/schema/main.ts', '--check'] },
  { name: 'lockfile', words: ['tools/check/lockfile.ts'] },
  { name: 'production', words: ['tools/check/production.ts'] },
  { name: 'specs', words: ['tools/check/specs.ts'] },
  { name: 'tidy', words: ['tools/check/tidy/tidy.ts'] },
];

type Result = { readonly step: Step; readonly passed: boolean };

async function run(step: Step): Promise<Result> {
  const begun = performance.now();
  // What a tool would ask or tell its makers is neither wanted nor possible without the internet.
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', NO_COLOR: '1' };
  const child = spawn(process.execPath, [...step.words], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const passed = code === 0;
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  process.stdout.write(`${passed ? '✓' : '✗'} ${step.name.padEnd(10)} ${seconds.padStart(5)} s\n`);
  if (!passed) process.stdout.write(`${output.trimEnd()}\n\n`);
  return { step, passed };
}

async function runAll(wanted: readonly Step[]): Promise<Result[]> {
  const waiting = [...wanted];
  const results: Result[] = [];
  const work = async (): Promise<void> => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) results.push(await run(step));
  };
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, work));
  return results;
}

const names = process.argv.slice(2);
const unknown = names.filter((name) => !steps.some((step) => step.name === name));
if (unknown.length > 0) {
  process.stdout.write(`There is no step ${unknown.join(', ')}. Known: ${steps.map(({ name }) => name).join(', ')}.\n`);
  process.exit(64);
}
const results = await runAll(names.length === 0 ? steps : steps.filter(({ name }) => names.includes(name)));
const failed = results.filter(({ passed }) => !passed).map(({ step }) => step.name);
process.stdout.write(failed.length === 0 ? 'check: all passed\n' : `check: ${failed.join(', ')} failed\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
