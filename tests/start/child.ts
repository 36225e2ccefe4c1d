// A child process of a spec: its output as it comes, its end, and nothing left running afterwards.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';

/** How a process ended: its exit code (or the signal), and all that it printed on both streams. */
export type End = { readonly code: number | NodeJS.Signals; readonly output: string };

/** A running child. `sees` settles with the match once the output has it, and rejects when the process ends without it. */
export type Child = {
  readonly pid: number;
  readonly end: Promise<End>;
  sees(pattern: RegExp): Promise<RegExpExecArray>;
  kill(signal: NodeJS.Signals): void;
  /** Stops reading what it prints, as `| head` does, and closes both pipes. */
  closeOutput(): void;
};

/** What is run and how; `environment` is all that the child gets, beside PATH and HOME. */
export type Call = {
  readonly program: string;
  readonly parameters: readonly string[];
  readonly folder: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly account?: { readonly uid: number; readonly gid: number } | undefined;
  /** Gives it a process group of its own, and signals to all of it, as a terminal does with Ctrl-C. */
  readonly atTerminal?: boolean | undefined;
};

/** Starts a child process; with the test it ends, and whatever it has started by then. */
export function startChild(call: Call): Child {
  const child = spawn(call.program, [...call.parameters], {
    cwd: call.folder,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...call.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: call.atTerminal === true,
    ...call.account,
  });
  onTestFinished(async () => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    // A database is in a process group of its own and would outlive its parent, by which alone it is found.
    for (const pid of [child.pid, ...startedBy(child.pid)]) signalTo(pid, 'SIGKILL');
    await ended;
  });
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
  const { pid = 0 } = child;
  return {
    pid,
    end,
    sees,
    kill: (signal) => signalTo(call.atTerminal === true ? -pid : pid, signal),
    closeOutput: () => {
      child.stdout.destroy();
      child.stderr.destroy();
    },
  };
}

/** The processes that a process has started, and those that these have. */
function startedBy(ancestor: number): number[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  const pairs = [...(stdout ?? '').matchAll(/^\s*(\d+)\s+(\d+)$/gm)].map((words) => words.slice(1).map(Number));
  const below = (above: number): number[] =>
    pairs.flatMap(([pid = 0, parent]) => (parent === above ? [pid, ...below(pid)] : []));
  return below(ancestor);
}

function signalTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended by itself.
  }
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
