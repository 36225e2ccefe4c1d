// One NATS server with JetStream on a port of its own, for a spec file.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Child, ready, startChild } from './child.ts';

/** A NATS server that this process started. */
export type LocalNats = {
  /** Stays the same through wipe, kill and start. */
  readonly url: string;
  readonly running: () => boolean;
  /** Stops the server, deletes its store and starts it on the same port: what a lost volume looks like. */
  readonly wipe: () => Promise<void>;
  /** Ends it as a power cut would; the store stays. */
  readonly kill: () => Promise<void>;
  /** Starts it again, after kill or stop, on the same port with what its store holds. */
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** How the server is to be started. */
export type NatsOptions = {
  readonly program: string;
  /** A folder of its own: configuration and store. */
  readonly directory: string;
  /** More lines of configuration, for example `authorization { … }` or `tls { … }`. */
  readonly configuration: string;
  /** Files that the configuration names, by name; they lie in the folder that the server works in. */
  readonly files: Readonly<Record<string, string>>;
};

const startLimitMs = 20_000;

/** Starts a server on a free port; the port is read from the file that the server writes, so no other program can take it. */
export const startNats = async ({ program, directory, configuration, files }: NatsOptions): Promise<LocalNats> => {
  const store = join(directory, 'jetstream');
  let child: Child;
  let port = -1;

  const start = async (): Promise<void> => {
    await mkdir(directory, { recursive: true });
    for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
    const file = join(directory, 'nats.conf');
    await writeFile(file, configurationText({ port, directory, store, configuration }));
    child = await startChild({ program, arguments: ['--config', file], directory });
    port = await ready(child, startLimitMs, () => portIn(join(directory, `nats-server_${child.pid}.ports`)));
  };
  await start();

  return {
    url: `nats://127.0.0.1:${port}`,
    running: () => child.running(),
    wipe: async () => {
      await child.kill();
      await rm(store, { recursive: true, force: true });
      await start();
    },
    kill: () => child.kill(),
    start: async () => {
      if (!child.running()) await start();
    },
    stop: () => child.stop(),
  };
};

type ConfigurationValues = {
  readonly port: number;
  readonly directory: string;
  readonly store: string;
  readonly configuration: string;
};

// Flushing each message costs a factor of seven and no test relies on it: the exchange proves delivery end to end (E7).
const configurationText = ({ port, directory, store, configuration }: ConfigurationValues): string => `
server_name: "jixiao-test"
listen: "127.0.0.1:${port}"
ports_file_dir: ${JSON.stringify(directory)}
jetstream { store_dir: ${JSON.stringify(store)}, max_file_store: 4GB, max_memory_store: 256MB }
${configuration}
`;

const portIn = async (file: string): Promise<number | undefined> => {
  const text = await readFile(file, 'utf8').catch(() => '');
  const port = /"(?:nats|tls):\/\/127\.0\.0\.1:(\d+)"/.exec(text)?.[1];
  return port === undefined ? undefined : Number(port);
};
