// Runs a program to its end within a time limit, and keeps the end of what it printed for the message of its failure.
import { spawn } from 'node:child_process';
import { childEnvironment } from './environment.ts';

/** How a program is to be run. */
export type Command = {
  readonly program: string;
  readonly arguments: readonly string[];
  readonly limitMs: number;
  readonly directory?: string;
  readonly environment?: Readonly<Record<string, string>>;
};

/** A program that ended with another code than 0, was not there, or took too long. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
}

const keptCharacters = 2_000;
const graceMs = 5_000;

/** Runs the program; resolves with what it printed (the last 2,000 characters) or rejects with CommandFailed saying why. */
export const runCommand = ({ program, arguments: args, limitMs, directory, environment }: Command): Promise<string> =>
  new Promise((resolve, reject) => {
    let printed = '';
    let late = false;
    const child = spawn(program, args, {
      ...(directory === undefined ? {} : { cwd: directory }),
      env: childEnvironment(environment),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const keep = (chunk: Buffer): void => {
      printed = (printed + chunk.toString('utf8')).slice(-keptCharacters);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const limit = setTimeout(() => {
      late = true;
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGKILL'), graceMs).unref();
    }, limitMs);
    child.on('error', (cause) => {
      clearTimeout(limit);
      reject(new CommandFailed(`${program} could not be started`, { cause }));
    });
    child.on('close', (code, signal) => {
      clearTimeout(limit);
      if (code === 0 && !late) return resolve(printed);
      const how = late ? `took more than ${Math.round(limitMs / 1000)} s` : `ended with ${signal ?? `code ${code}`}`;
      reject(new CommandFailed(`${program} ${args[0] ?? ''} ${how}: ${lastLine(printed)}`));
    });
  });

const lastLine = (text: string): string => text.trim().split('\n').at(-1)?.trim() ?? '';

/** Tries the work again after a failure: networks fail for a moment more often than for good. */
export const withRetry = async <T>(
  attempts: number,
  work: () => Promise<T>,
  failed: (error: unknown) => void,
): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      failed(error);
      if (attempt >= attempts) throw error;
    }
  }
};
