// The frame around an embedded system: prepares its ground, waits for Ctrl-C, stops everything in order, explains each failure.
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { exitCodes } from '#kernel/process/exit-codes.ts';
import type { PostgresServer } from '#tools/postgres/launch.ts';
import { startPostgres } from '#tools/postgres/server.ts';
import {
  emptyFolder,
  type FreeBytes,
  freeBytes,
  lockFolder,
  postgresFolder,
  prepareFolder,
  requireSpace,
} from './data-folder.ts';
import { type Circumstances, explain } from './explain.ts';
import { reservePort } from './port.ts';
import { StartFailure } from './sentences.ts';
import { readSettings, type Settings, type Words } from './settings.ts';
import { type StopRequest, stopRequests } from './stop-requests.ts';

const stopTimeoutMs = 20_000;

/** What the system stands on when it starts. */
export type Ground = Settings & {
  /** The port to listen on, on 127.0.0.1; never 0. */
  readonly port: number;
  readonly postgres: PostgresServer;
  /** Aborted by the first Ctrl-C: a start or a demonstration that sees it should end soon. */
  readonly stopping: AbortSignal;
};

/** A system that has started. `ended` settles or rejects when it ends by itself; without it the system stays up. */
export type Running = { stop(): Promise<void>; readonly ended?: Promise<void> };

/** What a program gives the frame; `freeBytes` is replaced in tests alone. */
export type Frame = {
  readonly words: Words;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  readonly freeBytes?: FreeBytes;
  readonly start: (ground: Ground) => Promise<Running>;
};

/**
 * Runs an embedded system to its end and returns the exit code for `process.exit`. Failures are told on the terminal in one
 * sentence each; their details go to `failure.log` in the data folder.
 */
export async function runEmbedded(frame: Frame): Promise<number> {
  let at: Circumstances | undefined;
  const requests = stopRequests();
  const undo: (() => Promise<void> | void)[] = [];
  let exitCode: number = exitCodes.ok;
  try {
    const settings = readSettings(frame.words);
    const { dataFolder } = settings;
    at = circumstancesOf(dataFolder);
    await prepareFolder(dataFolder);
    undo.push(lockFolder(dataFolder));
    await requireSpace(dataFolder, frame.freeBytes ?? freeBytes);
    const port = await reservePort(settings.port);
    if (settings.isFresh) await emptyFolder(dataFolder);
    const postgres = await startPostgres({
      dataDirectory: postgresFolder(dataFolder),
      durable: true,
      logger: frame.logger,
    });
    undo.push(() => postgres.stop());
    await race(frame, { ...settings, port, postgres, stopping: requests.signal }, requests, undo);
  } catch (error) {
    exitCode = tell(error, at);
  }
  return (await unwind(undo, requests, at)) ?? exitCode;
}

/** Starts the system and waits until it ends, it fails, its database ends, or somebody wants it to stop. */
async function race(
  frame: Frame,
  ground: Ground,
  requests: StopRequest,
  undo: (() => Promise<void> | void)[],
): Promise<void> {
  const databaseEnded = ground.postgres.ended.then(() => {
    // Our own stop comes after the race: an end before it was not asked for.
    throw new StartFailure('DATABASE_ENDED');
  });
  const life = (async (): Promise<void> => {
    const running = await frame.start(ground);
    undo.push(() => running.stop());
    await (running.ended ?? new Promise<void>(() => undefined));
  })();
  // After Ctrl-C both go on failing while everything is taken down; nobody waits for them then.
  life.catch(() => undefined);
  databaseEnded.catch(() => undefined);
  await Promise.race([life, databaseEnded, requests.first, requests.crash]);
}

/** Undoes what was done, last first; a second Ctrl-C cuts it short. Returns an exit code where this failed. */
async function unwind(
  undo: readonly (() => Promise<void> | void)[],
  requests: StopRequest,
  at: Circumstances | undefined,
): Promise<number | undefined> {
  let exitCode: number | undefined;
  for (const step of undo.toReversed()) {
    const result = await Promise.race([
      settle(step),
      requests.second.then(() => 'hurry' as const),
      new Promise<'late'>((resolve) => {
        setTimeout(() => resolve('late'), stopTimeoutMs).unref();
      }),
    ]);
    if (result === 'hurry') exitCode = exitCodes.interrupted;
    else if (result !== 'done' && result !== 'late') exitCode ??= tell(result.error, at);
  }
  requests.close();
  return exitCode;
}

async function settle(step: () => Promise<void> | void): Promise<'done' | { readonly error: unknown }> {
  try {
    await step();
    return 'done';
  } catch (error) {
    return { error };
  }
}

function tell(error: unknown, at: Circumstances | undefined): number {
  const failure = explain(error, at ?? circumstancesOf(''));
  process.stderr.write(`${failure.message}\n`);
  // Only these two sentences send the reader there; the others say all that is to be known.
  if (at !== undefined && ['UNEXPECTED', 'DATABASE_FAILED'].includes(failure.code))
    keepDetails(at.logFile, failure.cause);
  return failure.exitCode;
}

function keepDetails(file: string, cause: unknown): void {
  const details = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  const log = cause instanceof Error && 'log' in cause ? `\n${String(cause.log)}` : '';
  try {
    appendFileSync(file, `${new Date().toISOString()} ${details}${log}\n`);
  } catch {
    // The sentence is on the terminal already; on a full or closed disk the details are lost.
  }
}

function circumstancesOf(dataFolder: string): Circumstances {
  return { dataFolder, logFile: join(dataFolder, 'failure.log') };
}
