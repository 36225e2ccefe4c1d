// How an embedded start ends on request: in order from any point, at once on a second Ctrl-C, and never without a word when it is late.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { exitCodes } from '#kernel/process/exit-codes.ts';
import { isAlive } from '#tools/bootstrap/process.mjs';
import { exists, placeAt } from '#tools/postgres/data.ts';
import { runningPostmaster } from '#tools/postgres/postmaster.ts';
import sentences from '../../deploy/embedded/guard/sentences.json' with { type: 'json' };
import type { Child } from './child.ts';
import { expectSentence } from './sentence.ts';
import { type SmallSystem, smallSystem, stopped } from './small-system.ts';

const { exitCode: stopLate } = sentences.STOP_LATE;
let system: SmallSystem;
beforeEach(async () => {
  system = await smallSystem();
});

const runningDatabase = (): Promise<number | undefined> =>
  runningPostmaster(placeAt(join(system.data, 'postgres')).cluster);

/** The number of the process that has this word in its command line. */
const processOf = (word: string): number | undefined => {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,args='], { encoding: 'utf8' });
  const line = stdout.split('\n').find((each) => each.split(' ').includes(word));
  return line === undefined ? undefined : Number.parseInt(line, 10);
};

/** Presses Ctrl-C again and again, as a person does who does not want to wait, and sees the end at once. */
const expectHurriedEnd = async (child: Child): Promise<void> => {
  const presses = setInterval(() => child.kill('SIGINT'), 100);
  onTestFinished(() => clearInterval(presses));
  const end = await child.end;
  expectSentence(end, exitCodes.interrupted, 'Stopping');
  expect(end.output).not.toContain('did not stop within');
};

it.each(['SIGTERM', 'SIGHUP'] as const)('%s ends a system in order, with a word at once', async (signal) => {
  const { child } = await system.begin();
  child.kill(signal);
  expectSentence(await child.end, exitCodes.ok, /Stopping; Ctrl-C again ends at once\.[\s\S]*stopped/);
  expect(await runningDatabase()).toBeUndefined();
});

it('the echoes of one Ctrl-C (terminal, npm, bootstrap) are taken for one', async () => {
  const { child } = await system.begin();
  for (let echo = 0; echo < 3; echo += 1) child.kill('SIGINT');
  expectSentence(await child.end, exitCodes.ok, 'stopped');
});

it('a start in its middle comes to its end before its database is taken away, and then stops', async () => {
  const child = system.call(['--test-slow']);
  await child.sees(/starting slowly/);
  const end = await stopped(child);
  expectSentence(end, exitCodes.ok, /Stopping[\s\S]*the database was there to the end[\s\S]*ready[\s\S]*stopped/);
  expect(await runningDatabase()).toBeUndefined();
});

it('a start that gives up because it is to stop is no failure', async () => {
  const child = system.call(['--test-slow=fail']);
  await child.sees(/starting slowly/);
  const end = await stopped(child);
  expectSentence(end, exitCodes.ok, 'the database was there');
  expect(end.output).not.toMatch(/has seen|unforeseen/);
  expect(await runningDatabase()).toBeUndefined();
});

it('a Ctrl-C at the terminal, which ends the making of the database too, is no failure, and the next start comes up', async () => {
  const child = system.call([], { atTerminal: true });
  const half = `${placeAt(join(system.data, 'postgres')).cluster}.half`;
  await expect.poll(() => exists(half), { timeout: 20_000, interval: 5 }).toBe(true);
  const end = await stopped(child);
  expectSentence(end, exitCodes.ok, 'Stopping');
  expect(end.output).not.toMatch(/ready|did not start/);
  expect(await runningDatabase()).toBeUndefined();
  const next = await system.begin();
  expect(next.starts).toBe(1);
  await stopped(next.child);
});

it('a second Ctrl-C ends at once with 130, and its database ends by itself', async () => {
  const { child, postgres } = await system.begin(['--test-stuck']);
  await expectHurriedEnd(child);
  await expect.poll(() => isAlive(postgres), { timeout: 20_000 }).toBe(false);
});

it('a second Ctrl-C does not wait for a start that does not end', async () => {
  const child = system.call(['--test-slow', '--test-stuck']);
  await child.sees(/starting slowly/);
  await expectHurriedEnd(child);
});

it('a second Ctrl-C does not wait for a database that is not done with being made', async () => {
  const child = system.call([]);
  const making = (): number | undefined => processOf(`${placeAt(join(system.data, 'postgres')).cluster}.half`);
  await expect.poll(making, { timeout: 20_000, interval: 5 }).toBeDefined();
  const initdb = making() ?? 0;
  process.kill(initdb, 'SIGSTOP');
  onTestFinished(() => {
    process.kill(initdb, 'SIGKILL');
  });
  await expectHurriedEnd(child);
});

it('a system that does not stop in time is told with a code of its own, its database is stopped', async () => {
  const { child, postgres } = await system.begin(['--test-stuck', '--test-stop-limit=500']);
  expectSentence(await stopped(child), stopLate, /did not stop within 1 s and was cut off/);
  expect(isAlive(postgres)).toBe(false);
});

it('a late stop does not hide why the system ended', async () => {
  const { child, postgres } = await system.begin(['--test-stuck', '--test-stop-limit=500']);
  process.kill(postgres, 'SIGQUIT');
  expectSentence(await child.end, exitCodes.database, /ended by itself[\s\S]*did not stop within/);
});

it('a database that hears no request is waited for and ended by force, never left behind', {
  timeout: 90_000,
}, async () => {
  const { child, postgres } = await system.begin();
  // Stopped by the kernel, it takes no request; SIGKILL alone ends it, when the two polite ways have had their time.
  process.kill(postgres, 'SIGSTOP');
  expectSentence(await stopped(child), exitCodes.ok, 'stopped');
  expect(isAlive(postgres)).toBe(false);
});
