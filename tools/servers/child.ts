// A server program as a child process: started, waited for, stopped by SIGTERM and, when it doesn't listen, by SIGKILL.
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { childEnvironment } from './environment.ts';

/** A running server program. */
export type Child = {
  readonly pid: number;
  /** The last lines that it printed, for the message of a failure. */
  readonly printed: () => string;
  readonly running: () => boolean;
  readonly stop: () => Promise<void>;
  /** Ends it as a power cut would. */
  readonly kill: () => Promise<void>;
};

/** How a server program is to be started. */
export type ChildOptions = {
  readonly program: string;
  readonly arguments: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** The folder that it works in; default that of this process. */
  readonly directory?: string;
  /** How long it may take after SIGTERM. */
  readonly stopLimitMs?: number;
};

const keptCharacters = 4_000;
const defaultStopLimitMs = 10_000;
const defaultPollMs = 10;

/** Starts the program; it ends with this process, also when this process leaves by an uncaught error. */
export const startChild = async (options: ChildOptions): Promise<Child> => {
  let printed = '';
  const child = spawn(options.program, options.arguments, {
    ...(options.directory === undefined ? {} : { cwd: options.directory }),
    env: childEnvironment(options.environment),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const keep = (chunk: Buffer): void => {
    printed = (printed + chunk.toString('utf8')).slice(-keptCharacters);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const pid = await spawned(child, options.program);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const killNow = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', killNow);
  void ended.then(() => process.removeListener('exit', killNow));
  const running = (): boolean => child.exitCode === null && child.signalCode === null;
  return {
    pid,
    printed: () => printed,
    running,
    kill: async () => {
      if (running()) killNow();
      await ended;
    },
    stop: async () => {
      if (running()) child.kill('SIGTERM');
      const late = setTimeout(killNow, options.stopLimitMs ?? defaultStopLimitMs);
      await ended;
      clearTimeout(late);
    },
  };
};

const spawned = (child: ChildProcess, program: string): Promise<number> =>
  new Promise((resolve, reject) => {
    child.once('spawn', () => {
      if (child.pid !== undefined) resolve(child.pid);
    });
    child.once('error', (cause) => reject(new Error(`${program} could not be started`, { cause })));
  });

/**
 * Waits for a condition that a server fulfils when it is ready; a program that ends first, or a time limit, is an error with
 * the last lines that it printed.
 */
export const ready = async <T>(
  child: Child,
  limitMs: number,
  check: () => Promise<T | undefined>,
  pollMs: number = defaultPollMs,
): Promise<T> => {
  const began = Date.now();
  for (;;) {
    const answer = await check();
    if (answer !== undefined) return answer;
    if (!child.running()) throw new Error(`the program ended before it was ready: ${child.printed().trim()}`);
    if (Date.now() - began > limitMs) {
      await child.kill();
      throw new Error(`not ready within ${Math.round(limitMs / 1000)} s: ${child.printed().trim()}`);
    }
    await delay(pollMs);
  }
};
