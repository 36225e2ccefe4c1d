// A program of the bench in a process of its own, so that its memory and its cores are not those of the load.
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { processOptions } from '../../deploy/distributed/process-options.ts';

const root = join(import.meta.dirname, '../..');
const readyTimeoutMs = 60_000;

/** A running program: what it said when it was ready, and how much memory it has taken at most. */
export interface BenchChild<Ready> {
  readonly ready: Ready;
  /** Sends it an order and waits for the answer. One at a time. */
  ask<Answer>(order: unknown): Promise<Answer>;
  /** Peak resident memory in MiB, as the kernel counts it. */
  peakMiB(): number;
  stop(): Promise<void>;
}

const peakOf = (pid: number): number => {
  const line = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Math.round(Number(line?.[1] ?? 0) / 1_024);
};

const firstLine = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    if (child.stdout === null) throw new Error('A program of the bench has no output.');
    const timer = setTimeout(() => reject(new Error('A program of the bench was not ready in time.')), readyTimeoutMs);
    child.once('exit', (code) => reject(new Error(`A program of the bench ended with ${code} before it was ready.`)));
    createInterface({ input: child.stdout }).once('line', (line) => {
      clearTimeout(timer);
      resolve(line);
    });
  });

/** Starts a program as a service is started; it says one line of JSON when it is ready, and ends at SIGTERM. */
export const startChild = async <Ready>(program: string, words: readonly string[] = []): Promise<BenchChild<Ready>> => {
  const child = spawn(process.execPath, [...processOptions, join(root, program), ...words], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const ready = JSON.parse(await firstLine(child)) as Ready;
  const { pid } = child;
  if (pid === undefined) throw new Error('A program of the bench has no process.');
  return {
    ready,
    peakMiB: () => peakOf(pid),
    ask: <Answer>(order: unknown) =>
      new Promise<Answer>((resolve, reject) => {
        const ended = (code: number | null): void =>
          reject(new Error(`${program} ended with ${code} while it was asked.`));
        child.once('exit', ended).once('message', (answer) => {
          child.off('exit', ended);
          resolve(answer as Answer);
        });
        child.send({ order });
      }),
    stop: () =>
      new Promise((resolve) => {
        // It may have died by itself.
        if (child.exitCode !== null || child.signalCode !== null) return resolve();
        child.removeAllListeners('exit').once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
};

/** In a program of the bench: obeys the orders of its parent, one after another. */
export const obey = (work: (order: unknown) => Promise<unknown>): void => {
  process.on('message', (message: { readonly order: unknown }) => {
    work(message.order).then(
      (answer) => process.send?.(answer ?? null),
      (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
        process.exit(1);
      },
    );
  });
};

/** In a program of the bench: says what its parent needs to know, and that it is ready. */
export const sayReady = (ready: unknown): void => {
  process.stdout.write(`${JSON.stringify(ready)}\n`);
};

/** Runs a program to its end and gives the JSON that it wrote. */
export const runChild = async <Result>(program: string, words: readonly string[]): Promise<Result> => {
  const child = spawn(process.execPath, [join(root, program), ...words], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${program} ended with ${code}.`);
  return JSON.parse(text) as Result;
};
