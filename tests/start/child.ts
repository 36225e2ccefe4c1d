// A child process of a spec: its output as it comes, its end, and nothing left running afterwards.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { afterEach } from 'vitest';

/** How a process ended: its exit code (or the signal), and all that it printed on both streams. */
export type End = { readonly code: number | NodeJS.Signals; readonly output: string };

/** A running child. `sees` settles with the match once the output has it, and rejects when the process ends without it. */
export type Child = {
  readonly pid: number;
  readonly end: Promise<End>;
  sees(pattern: RegExp): Promise<RegExpExecArray>;
  kill(signal: NodeJS.Signals): void;
};

/** What is run and how; `environment` is all that the child gets, beside PATH and HOME. */
export type Call = {
  readonly program: string;
  readonly parameters: readonly string[];
  readonly folder: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly account?: { readonly uid: number; readonly gid: number } | undefined;
};

const living = new Set<ChildProcess>();

afterEach(async () => {
  for (const child of living) child.kill('SIGKILL');
  await Promise.all([...living].map((child) => new Promise((resolve) => child.once('exit', resolve))));
});

/** Starts a child process. */
export function startChild(call: Call): Child {
  const child = spawn(call.program, [...call.parameters], {
    cwd: call.folder,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...call.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...call.account,
  });
  living.add(child);
  child.once('exit', () => living.delete(child));
  let output = '';
  const waiting = new Set<() => void>();
  const collect = (chunk: Buffer): void => {
    output += chunk.toString('utf8');
    for (const look of waiting) look();
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const end = new Promise<End>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code: code ?? signal ?? 'SIGKILL', output }));
  });
  const sees = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const match = pattern.exec(output);
        if (match === null) return;
        waiting.delete(look);
        resolve(match);
      };
      waiting.add(look);
      look();
      end.then(
        ({ code }) => reject(new Error(`ended with ${code} before ${pattern}: ${output}`)),
        (error: unknown) => reject(error),
      );
    });
  return { pid: child.pid ?? 0, end, sees, kill: (signal) => child.kill(signal) };
}

/** Runs a child process to its end. */
export function runChild(call: Call): Promise<End> {
  return startChild(call).end;
}

/** The account `nobody`, for what root must see through other eyes. */
export const nobody: { readonly uid: number; readonly gid: number } = { uid: 65_534, gid: 65_534 };

/** Whether `nobody` can read a file: in a folder that is closed to others, root can't try out what others meet. */
export function nobodyReads(file: string): boolean {
  const { status } = spawnSync('/bin/sh', ['-c', 'test -r "$1"', 'sh', file], { cwd: '/', ...nobody });
  return status === 0;
}
