// The short year by the real `npm start`: played month by month before the reader's eyes, summed up, and never played twice.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { type RealSystem, realSystem } from './real-system.ts';
import { project } from './small-system.ts';

// Quiet, the year takes less than a minute; a machine with many other things to do took five times as long.
const limitMs = 600_000;
const stays = /Running; Ctrl-C stops it/;
const summary = /瑞安市短年度总结[\s\S]*SHA-256 ([0-9a-f]{64})/;

let system: RealSystem;
beforeEach(async () => {
  system = await realSystem();
});

/** The months that a text begins, in its order: `■ 2025-01  …`. */
const monthsIn = (text: string): (string | undefined)[] =>
  [...text.matchAll(/■ (\d{4}-\d{2}) {2}\S/g)].map(([, month]) => month);

/** The first months of the short year, which begins in January 2025. */
const firstMonths = (count: number): string[] =>
  Array.from({ length: count }, (_, at) => `${2025 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`);

const seconds = (fromMs: number, toMs: number): string => `${((toMs - fromMs) / 1000).toFixed(1)} s`;

it('plays its sixteen months, sums them up, and comes up again without playing them', {
  timeout: limitMs,
}, async () => {
  const begunMs = performance.now();
  const { child } = await system.begin([]);
  const readyMs = performance.now();
  const [, digest] = await child.sees(summary);
  await child.sees(stays);
  const playedMs = performance.now();
  process.stdout.write(`npm start: ready in ${seconds(begunMs, readyMs)}, year in ${seconds(readyMs, playedMs)}`);
  const { output } = await system.expectCleanEnd(child);
  expect(monthsIn(output)).toEqual(firstMonths(16));
  const committed = await readFile(join(project, 'tests/journeys/short-year.digest'), 'utf8');
  expect(digest).toBe(committed.split(' ')[0]);

  const againMs = performance.now();
  const again = await system.begin([]);
  process.stdout.write(`, again in ${seconds(againMs, performance.now())}\n`);
  expect((await again.child.sees(summary))[1]).toBe(digest);
  await again.child.sees(stays);
  expect(monthsIn((await system.expectCleanEnd(again.child)).output)).toEqual([]);
});

it('ends in order on a Ctrl-C in the middle of the year, and goes on from there', { timeout: limitMs }, async () => {
  const { child } = await system.begin([]);
  await child.sees(/■ 2025-03/);
  const { output } = await system.expectCleanEnd(child);
  expect(monthsIn(output)).toEqual(firstMonths(3));
  const next = await system.begin([]);
  await next.child.sees(/■ 2025-04/);
  // The day on which it was cut off is played again, be it the last of the month before.
  expect(monthsIn((await system.expectCleanEnd(next.child)).output)).not.toContain('2025-01');
});
