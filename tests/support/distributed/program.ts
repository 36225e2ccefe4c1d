// A program of the distributed system under test as a real process: its log in a file, read for what it says of itself.
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { serverEnvironment } from '#tools/servers/environment.ts';
import { processOptions } from '../../../deploy/distributed/process-options.ts';

/** How a process ended: its exit code, or the signal that ended it. */
export type Ending = number | NodeJS.Signals;

/** A started process. */
export interface Program {
  readonly name: string;
  readonly pid: number;
  /** How it ended, once it has. */
  readonly ended: Promise<Ending>;
  /** The value of a field of its log, as soon as a line has it. Rejects when the process ends before, or when it takes too long. */
  says(field: string): Promise<string>;
  /** All that it wrote on both streams. */
  printed(): string;
  /** Sends a signal to this process alone; nothing happens when it has ended. */
  signal(name: NodeJS.Signals): void;
}

/** What is run, and with which environment beside PATH and HOME: nothing of ours may seep in. */
export interface ProgramStart {
  readonly name: string;
  /** The file that Node runs, from the project's folder. */
  readonly file: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly logFolder: string;
}

const project = join(import.meta.dirname, '../../..');
// Ten processes compile the same modules: kept, they start in two thirds of the time.
const compiled = join(serverEnvironment().cacheDirectory, 'compiled');
const endWithParent = join(import.meta.dirname, 'end-with-parent.ts');
// Ten processes that start at once on two busy cores.
const sayLimitMs = 120_000;
const printedCharactersMax = 2_000_000;
const stopLimitMs = 30_000;

const living = new Set<ChildProcess>();
// A worker that leaves by an uncaught error takes its processes with it.
process.on('exit', () => {
  for (const child of living) child.kill('SIGKILL');
});

const fieldOf = (line: string, field: string): string | undefined => {
  if (!line.startsWith('{')) return undefined;
  try {
    const value: unknown = Reflect.get(JSON.parse(line) as object, field);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
};

const spawned = (child: ChildProcess): Promise<number> =>
  new Promise((resolve, reject) => {
    child.once('spawn', () => resolve(child.pid ?? 0));
    child.once('error', reject);
  });

/** Starts a program of the project. */
export const startProgram = async (start: ProgramStart): Promise<Program> => {
  const { name, file, environment, logFolder } = start;
  const child = spawn(process.execPath, [...processOptions, '--import', endWithParent, join(project, file)], {
    cwd: project,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], NODE_COMPILE_CACHE: compiled, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  living.add(child);
  const ended = new Promise<Ending>((resolve) =>
    child.once('close', (code, signal) => {
      living.delete(child);
      resolve(code ?? signal ?? 'SIGKILL');
    }),
  );
  const log = createWriteStream(join(logFolder, `${name}.log`), { flags: 'a' });
  const lines: string[] = [];
  let characters = 0;
  const heard = new Set<(line: string) => void>();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      log.write(`${line}\n`);
      characters += line.length;
      if (characters <= printedCharactersMax) lines.push(line);
      for (const hear of heard) hear(line);
    });
  }
  void ended.then(() => log.end());
  const pid = await spawned(child);
  const printed = (): string => lines.join('\n');
  return {
    name,
    pid,
    ended,
    printed,
    signal: (signal) => {
      child.kill(signal);
    },
    says: (field) =>
      new Promise((resolve, reject) => {
        const end = (): void => {
          clearTimeout(late);
          heard.delete(hear);
        };
        const fail = (reason: string): void => {
          end();
          reject(new Error(`${name} ${reason} before it said «${field}»:\n${printed().slice(-4_000)}`));
        };
        const hear = (line: string): void => {
          const value = fieldOf(line, field);
          if (value === undefined) return;
          end();
          resolve(value);
        };
        const late = setTimeout(() => fail(`took ${sayLimitMs} ms`), sayLimitMs);
        heard.add(hear);
        void ended.then((ending) => fail(`ended with ${ending}`));
        for (const line of lines) hear(line);
      }),
  };
};

/** Ends a program in order by SIGTERM, and at last without asking; says how it ended. */
export const endOf = async (program: Program): Promise<Ending> => {
  program.signal('SIGTERM');
  const late = new AbortController();
  const forced = delay(stopLimitMs, undefined, { signal: late.signal }).then(
    () => program.signal('SIGKILL'),
    () => undefined,
  );
  const ending = await program.ended;
  late.abort();
  await forced;
  return ending;
};
