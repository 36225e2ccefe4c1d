// A NATS server with JetStream of its own for a bench, with the flush interval that nats-server has where nothing is said.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serverEnvironment } from '#tools/servers/environment.ts';
import { natsProgram } from '#tools/servers/nats-install.ts';
import { startNats } from '#tools/servers/nats-server.ts';
import { printProgress } from '#tools/servers/progress.ts';

/** A running server. */
export interface BenchNats {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts it; its program is installed into the cache of the test servers when it is not there yet. */
export const benchNats = async (): Promise<BenchNats> => {
  const program = await natsProgram(serverEnvironment().cacheDirectory, printProgress);
  const directory = await mkdtemp(join(tmpdir(), `jixiao-bench-nats-${process.pid}-`));
  const { url, stop } = await startNats({ program, directory, configuration: '', files: {} });
  return {
    url,
    stop: async () => {
      await stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
};
