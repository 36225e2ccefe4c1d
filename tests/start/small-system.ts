// The small program on the frame of the embedded start, run by specs in folders that are gone after the test, with all that ran in them.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { placeAt, standIn } from '#tools/postgres/data.ts';
import { runningPostmaster, stopPostmaster } from '#tools/postgres/postmaster.ts';
import { type Call, type Child, type End, startChild } from './child.ts';

/** The project's folder. */
export const project: string = new URL('../..', import.meta.url).pathname;

/** The small program: the frame with a table instead of the services. */
export const program: string = new URL('./programs/embedded.ts', import.meta.url).pathname;

const ready = /ready port=(\d+) postgres=(\d+) starts=(\d+) demo=(\w+) data=(.*)/;

/** A folder for one test, which everybody may enter. */
export const testFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'jixiao-start-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await chmod(folder, 0o755);
  return folder;
};

/** After the test, ends the database of a data folder, which outlives a start that was killed, and removes what stood in for it. */
export const endDatabaseOf = (dataFolder: string): void => {
  const database = join(dataFolder, 'postgres');
  onTestFinished(async () => {
    for (const place of [placeAt(database), placeAt(standIn(database))]) {
      const running = await runningPostmaster(place.cluster);
      if (running !== undefined) await stopPostmaster(running);
    }
    await rm(standIn(database), { recursive: true, force: true });
  });
};

/** How a call differs: where its data lie, what else it finds in its environment, as whom, and whether it is at a terminal. */
export type Extra = Partial<Pick<Call, 'environment' | 'account' | 'atTerminal'>> & { readonly data?: string };

/** What a program that is up has said. */
export type Begun = {
  readonly child: Child;
  readonly postgres: number;
  readonly starts: number;
  readonly hasDemo: boolean;
  /** Where its database lies. */
  readonly database: string;
};

/** The program in a folder of one test. */
export type SmallSystem = {
  readonly folder: string;
  /** Where its data lie when nothing else is said. */
  readonly data: string;
  /** Calls the program. */
  readonly call: (flags: readonly string[], extra?: Extra) => Child;
  /** Calls the program and waits until it is up. */
  readonly begin: (flags?: readonly string[], extra?: Extra) => Promise<Begun>;
};

/** Makes the folder; with the test all is gone. */
export const smallSystem = async (): Promise<SmallSystem> => {
  const folder = await testFolder();
  const ownData = join(folder, 'data');
  const call = (flags: readonly string[], { data = ownData, environment, ...rest }: Extra = {}): Child => {
    endDatabaseOf(data);
    return startChild({
      program: process.execPath,
      parameters: [program, ...flags],
      folder: project,
      environment: { PORT: '0', JIXIAO_DATA: data, ...environment },
      ...rest,
    });
  };
  const begin = async (flags: readonly string[] = [], extra: Extra = {}): Promise<Begun> => {
    const child = call(flags, extra);
    const [, , postgres, starts, demo, database = ''] = await child.sees(ready);
    return { child, postgres: Number(postgres), starts: Number(starts), hasDemo: demo === 'true', database };
  };
  return { folder, data: ownData, call, begin };
};

/** Presses Ctrl-C once and waits for the end. */
export const stopped = (child: Child): Promise<End> => {
  child.kill('SIGINT');
  return child.end;
};
