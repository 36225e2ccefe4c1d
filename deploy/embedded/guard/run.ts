// The frame around an embedded system: prepares its ground, waits for Ctrl-C, stops everything in order, explains each failure.
import { appendFileSync } from 'node:fs';
import type { Server } from 'node:net';
import { join } from 'node:path';
import { inspect } from 'node:util';
import type { Logger } from 'pino';
import { exitCodes } from '#kernel/process/exit-codes.ts';
import type { PostgresServer } from '#tools/postgres/launch.ts';
import { stopPostmasterMs } from '#tools/postgres/postmaster.ts';
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
import { holdPort } from './port.ts';
import { StartFailure } from './sentences.ts';
import { readSettings, type Settings, type Words } from './settings.ts';
import { type StopRequest, stopRequests } from './stop-requests.ts';
import { type Undo, unwind } from './unwind.ts';

/** Levels of causes that failure.log holds. */
const causesShown = 8;
// More than the database takes at most, which is ended by force where nothing else helps.
const defaultStopLimitMs = stopPostmasterMs + 5_000;

/** What the system stands on when it starts. */
export type Ground = Settings & {
  /** The port to listen on, on 127.0.0.1; never 0. */
  readonly port: number;
  /** What holds the port until the system listens on it. */
  readonly portHolder: Server;
  readonly postgres: PostgresServer;
  /** Aborted by the first Ctrl-C, and whenever the end has begun. A start is waited for, so it should see this and end soon. */
  readonly stopping: AbortSignal;
};

/** A system that has started. `ended` settles or rejects when it ends by itself; without it the system stays up. */
export type Running = { stop(): Promise<void>; readonly ended?: Promise<void> };

/** What a program gives the frame; `freeBytes` and `stopLimitMs` are replaced in tests alone. */
export type Frame = {
  readonly words: Words;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  readonly freeBytes?: FreeBytes;
  /** How long each step of the end may take. */
  readonly stopLimitMs?: number;
  readonly start: (ground: Ground) => Promise<Running>;
};

/**
 * Runs an embedded system to its end and returns the exit code for `process.exit`. Failures are told on the terminal in one
 * sentence each; their details go to `failure.log` in the data folder.
 */
export async function runEmbedded(frame: Frame): Promise<number> {
  const requests = stopRequests();
  const ending = new AbortController();
  const undo: Undo[] = [];
  let at: Circumstances | undefined;
  let exitCode: number = exitCodes.ok;
  const note = (error: unknown): void => {
    const code = tell(error, at);
    // What came first is the reason; what follows from it has its sentence too.
    if (exitCode === exitCodes.ok) exitCode = code;
  };
  const hearFirst = async (): Promise<void> => {
    await requests.first;
    ending.abort();
    frame.logger.info('正在停止……再按一次 Ctrl-C 立即结束。  Stopping; Ctrl-C again ends at once.');
  };
  void hearFirst();
  try {
    const settings = readSettings(frame.words);
    at = circumstancesOf(settings.dataFolder);
    await Promise.race([live(frame, settings, { requests, stopping: ending.signal, undo }), requests.second]);
  } catch (error) {
    // What fails after Ctrl-C fails because of it: at a terminal the programs that we run got it too.
    if (!ending.signal.aborted) note(error);
  }
  ending.abort();
  const limitMs = frame.stopLimitMs ?? defaultStopLimitMs;
  const late = (): StartFailure => new StartFailure('STOP_LATE', { seconds: Math.round(limitMs / 1000) });
  const { wasInterrupted, failures } = await unwind(undo, { hurry: requests.second, limitMs, late });
  for (const failure of failures) note(failure);
  requests.close();
  return wasInterrupted ? exitCodes.interrupted : exitCode;
}

/** What one life has at hand: the wishes to stop, the signal that they came, and what is to be undone at the end. */
type Life = { readonly requests: StopRequest; readonly stopping: AbortSignal; readonly undo: Undo[] };

/** Prepares the ground and lives on it until somebody wants it to stop, or something fails. */
async function live(frame: Frame, settings: Settings, life: Life): Promise<void> {
  const { dataFolder, isFresh } = settings;
  await prepareFolder(dataFolder);
  life.undo.push(lockFolder(dataFolder));
  await requireSpace(dataFolder, isFresh, frame.freeBytes ?? freeBytes);
  const { port, holder, release } = await holdPort(settings.port);
  life.undo.push(release);
  if (isFresh) await emptyFolder(dataFolder);
  const postgres = await startPostgres({
    dataDirectory: postgresFolder(dataFolder),
    durable: true,
    logger: frame.logger,
  });
  life.undo.push(() => postgres.stop());
  if (life.stopping.aborted) return;
  await race(frame, { ...settings, port, portHolder: holder, postgres, stopping: life.stopping }, life);
}

/** Starts the system and waits until it ends, it fails, its database ends, or somebody wants it to stop. */
async function race(frame: Frame, ground: Ground, { requests, undo }: Life): Promise<void> {
  const databaseEnded = ground.postgres.ended.then(() => {
    // Our own stop comes after the race: an end before it was not asked for.
    throw new StartFailure('DATABASE_ENDED');
  });
  const starting = frame.start(ground);
  undo.push(async () => {
    // A start in its middle is waited for, so that its database is not taken away under it. One that failed leaves nothing to stop.
    const running = await starting.catch(() => undefined);
    await running?.stop();
  });
  const life = starting.then((running) => running.ended ?? new Promise<void>(() => undefined));
  // After Ctrl-C both go on failing while everything is taken down; nobody waits for them then.
  life.catch(() => undefined);
  databaseEnded.catch(() => undefined);
  await Promise.race([life, databaseEnded, requests.first, requests.crash]);
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
  // With its causes, of which the last one often says what happened.
  const details = inspect(cause, { depth: causesShown });
  try {
    appendFileSync(file, `${new Date().toISOString()} ${details}\n`);
  } catch {
    // The sentence is on the terminal already; on a full or closed disk the details are lost.
  }
}

function circumstancesOf(dataFolder: string): Circumstances {
  return { dataFolder, logFile: join(dataFolder, 'failure.log') };
}
