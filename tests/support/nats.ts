// A NATS server with JetStream for a spec file: from the environment, from a container, or provisioned on this machine.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { inject } from 'vitest';
import { serverEnvironment } from '#tools/servers/environment.ts';
import { holdLock } from '#tools/servers/lock.ts';
import { natsProgram } from '#tools/servers/nats-install.ts';
import { startNats } from '#tools/servers/nats-server.ts';
import { printProgress } from '#tools/servers/progress.ts';
import { natsContainer } from './nats-container.ts';
import { askFor, byContainer } from './server-board.ts';
import { type Unavailable, unavailable } from './skips.ts';

/** A NATS server that one spec file has for itself. */
export type NatsServer = {
  /** Stays the same until stop. */
  readonly url: string;
  /** Loses everything it holds, as a lost volume does, and runs again on the same port. */
  readonly wipe: () => Promise<void>;
  /** Ends it as a power cut would; what it has stored stays. */
  readonly kill: () => Promise<void>;
  /** Starts it again after kill, on the same port. */
  readonly start: () => Promise<void>;
  /** Ends it and removes its store: call it in `afterAll`. */
  readonly stop: () => Promise<void>;
};

/** What a spec needs of its server. */
export type NatsWishes = {
  /** The spec kills the server: an address from the environment doesn't do. */
  readonly killed?: boolean;
  /** More lines of nats-server's configuration, such as `authorization { … }`: an address from the environment doesn't do. */
  readonly configuration?: string;
  /** Files that those lines name, by name. */
  readonly files?: Readonly<Record<string, string>>;
};

const externalLockLimitMs = 600_000;
// As long as both ways of installing may take together, with what they retry.
const installLimitMs = 1_300_000;
const runFolderPrefix = 'jixiao-test-nats-';

/** A server of one's own, or the reason why there is none (with CI=true that throws). */
export const natsServer = async (wishes: NatsWishes = {}): Promise<NatsServer | Unavailable> => {
  const { natsUrl, cacheDirectory } = serverEnvironment();
  const ordinary = wishes.killed !== true && wishes.configuration === undefined;
  try {
    if (natsUrl !== undefined && ordinary) return await external(natsUrl, cacheDirectory);
    return await own(cacheDirectory, { configuration: wishes.configuration ?? '', files: wishes.files ?? {} });
  } catch (error) {
    return unavailable('NATS', error instanceof Error ? error.message : String(error));
  }
};

/** The settings of a server of one's own. */
export type NatsSettings = { readonly configuration: string; readonly files: Readonly<Record<string, string>> };

const own = async (cacheDirectory: string, settings: NatsSettings): Promise<NatsServer> => {
  const program = await natsSource(cacheDirectory);
  return program === byContainer ? natsContainer(settings) : local(program, settings);
};

const local = async (program: string, settings: NatsSettings): Promise<NatsServer> => {
  const directory = await mkdtemp(join(tmpdir(), `${runFolderPrefix}${process.pid}-`));
  const { url, wipe, kill, start, stop } = await startNats({ program, directory, ...settings });
  return {
    url,
    wipe,
    kill,
    start,
    stop: async () => {
      await stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
};

/** Container or program, as the run's global set-up has found; specs that run without it install the program themselves. */
const natsSource = async (cacheDirectory: string): Promise<string> => {
  const run = inject('servers');
  if (run === undefined) return natsProgram(cacheDirectory, printProgress);
  const notice = await askFor(run.directory, 'nats', installLimitMs);
  if ('reason' in notice) throw new Error(notice.reason);
  return notice.address;
};

/** A server that others run: one spec file at a time, begun with it empty. */
const external = async (url: string, cacheDirectory: string): Promise<NatsServer> => {
  const release = await holdLock(join(cacheDirectory, 'nats-given.lock'), externalLockLimitMs);
  const wipe = (): Promise<void> => removeStreams(url);
  await wipe().catch(async (error: unknown) => {
    await release();
    throw error;
  });
  const refuse = (): Promise<never> =>
    Promise.reject(new Error('a server from the environment is not ours to kill: ask for { killed: true }'));
  return { url, wipe, kill: refuse, start: refuse, stop: release };
};

const removeStreams = async (url: string): Promise<void> => {
  const connection = await connect({ servers: url, timeout: 5_000 });
  try {
    const manager = await jetstreamManager(connection);
    for await (const stream of manager.streams.list()) await manager.streams.delete(stream.config.name);
  } finally {
    await connection.close();
  }
};
