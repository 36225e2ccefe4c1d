// The real embedded system (deploy/embedded/main.ts) in a folder that is gone after the test, with all that ran in it.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { exitCodes } from '#kernel/process/exit-codes.ts';
import { placeAt } from '#tools/postgres/data.ts';
import { runningPostmaster } from '#tools/postgres/postmaster.ts';
import { type Child, type End, startChild } from './child.ts';
import { expectSentence } from './sentence.ts';
import { endDatabaseOf, project, testFolder } from './small-system.ts';

const address = /Home\s+(http:\/\/127\.0\.0\.1(?::\d+)?)\/[\s\S]*npm run token/;

/** The system, and what specs do with it. */
export type RealSystem = {
  /** Starts it. */
  readonly call: (flags: readonly string[], environment?: Readonly<Record<string, string>>) => Child;
  /** Starts it and waits until it has said where it is. */
  readonly begin: (
    flags: readonly string[],
    environment?: Readonly<Record<string, string>>,
  ) => Promise<{ readonly child: Child; readonly url: string }>;
  /** Where its data lie. */
  readonly data: string;
  /** Presses Ctrl-C: it ends with 0, and neither its database nor its lock is left. */
  readonly expectCleanEnd: (child: Child) => Promise<End>;
};

/** Makes the folder; the system is started by the calls. */
export const realSystem = async (): Promise<RealSystem> => {
  const data = join(await testFolder(), 'data');
  endDatabaseOf(data);
  const database = (): Promise<number | undefined> => runningPostmaster(placeAt(join(data, 'postgres')).cluster);
  const call: RealSystem['call'] = (flags, environment = {}) =>
    startChild({
      program: process.execPath,
      // As `npm start` does.
      parameters: ['tools/bootstrap/start.mjs', 'deploy/embedded/main.ts', ...flags],
      folder: project,
      environment: { PORT: '0', JIXIAO_DATA: data, ...environment },
    });
  return {
    call,
    data,
    begin: async (flags, environment) => {
      const child = call(flags, environment);
      const [, url = ''] = await child.sees(address);
      return { child, url };
    },
    expectCleanEnd: async (child) => {
      child.kill('SIGINT');
      const end = await child.end;
      expectSentence(end, exitCodes.ok, 'Stopping');
      expect(await database()).toBeUndefined();
      expect(await readdir(data)).not.toContain('start.lock');
      return end;
    },
  };
};
