// Vitest's global set-up for test servers: provides NATS's program and one Keycloak per run, beside the tests that need neither.
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { serverEnvironment } from '#tools/servers/environment.ts';
import { startSeededKeycloak } from '#tools/servers/keycloak-seed.ts';
import { clearLeftovers } from '#tools/servers/leftovers.ts';
import { natsProgram } from '#tools/servers/nats-install.ts';
import { endOrphans } from '#tools/servers/orphans.ts';
import { printProgress } from '#tools/servers/progress.ts';
import { imageAvailable } from './containers.ts';
import { keycloakContainer } from './keycloak-container.ts';
import { natsImage } from './nats-container.ts';
import { ask, byContainer, type Notice, onAsked, putUp } from './server-board.ts';

type Stop = () => Promise<void>;

/** What the projects of one run share: each of them calls the set-up, one folder and one Keycloak serve all. */
type Shared = { users: number; directory?: Promise<string>; readonly stops: Stop[] };

declare global {
  // Vitest evaluates this file once per project, all in one process, so what they share hangs on the process.
  var jixiaoTestServers: Shared | undefined;
}

globalThis.jixiaoTestServers ??= { users: 0, stops: [] };
const shared: Shared = globalThis.jixiaoTestServers;

const folderPrefix = 'jixiao-test-servers-';
const leftoverPattern = /^jixiao-test-(?:servers|nats)-(\d+)-/;
const keycloakDirectory = fileURLToPath(new URL('../../deploy/keycloak/', import.meta.url));

/** Makes the run's folder and listens for specs that ask for a server. */
export async function setup(project: TestProject): Promise<void> {
  shared.users += 1;
  shared.directory ??= open();
  const directory = await shared.directory;
  project.provide('servers', { directory });
  // A run of several projects will come to Keycloak's specs: it starts at once, beside the others.
  if (shared.users > 1) await ask(directory, 'keycloak');
}

/** Stops what was started, with the last project of the run. */
export async function teardown(): Promise<void> {
  shared.users -= 1;
  if (shared.users > 0) return;
  for (const stop of shared.stops.reverse()) await stop();
  const directory = await shared.directory;
  if (directory !== undefined) await rm(directory, { recursive: true, force: true });
}

async function open(): Promise<string> {
  await sweep();
  const directory = await mkdtemp(join(tmpdir(), `${folderPrefix}${process.pid}-`));
  provideOnRequest(directory, 'nats', nats);
  provideOnRequest(directory, 'keycloak', keycloak);
  return directory;
}

/** Starts the server when the first spec asks, puts up its address or the reason why there is none, and stops it at the end. */
function provideOnRequest(directory: string, server: string, provide: (directory: string) => Promise<Provided>): void {
  let answered: Promise<Stop> | undefined;
  const stopListening = onAsked(directory, server, () => {
    answered = provide(directory).then(
      async ({ notice, stop }) => {
        await putUp(directory, server, notice);
        return stop;
      },
      async (error: unknown) => {
        await putUp(directory, server, { reason: error instanceof Error ? error.message : String(error) });
        return nothingToStop;
      },
    );
  });
  shared.stops.push(async () => {
    stopListening();
    const stop = await answered;
    await stop?.();
  });
}

type Provided = { readonly notice: Notice; readonly stop: Stop };

const nothingToStop: Stop = () => Promise.resolve();

async function nats(): Promise<Provided> {
  if (await imageAvailable(natsImage, printProgress)) return { notice: { address: byContainer }, stop: nothingToStop };
  const program = await natsProgram(serverEnvironment().cacheDirectory, printProgress);
  return { notice: { address: program }, stop: nothingToStop };
}

async function keycloak(directory: string): Promise<Provided> {
  const { keycloakUrl, cacheDirectory } = serverEnvironment();
  if (keycloakUrl !== undefined) return { notice: { address: keycloakUrl }, stop: nothingToStop };
  const realmFiles = ['realm.json', 'development-users.json']
    .map((name) => join(keycloakDirectory, name))
    .filter((file) => existsSync(file));
  const server =
    (await keycloakContainer(realmFiles)) ??
    (await startSeededKeycloak({
      cacheDirectory,
      realmFiles,
      directory: join(directory, 'keycloak'),
      progress: printProgress,
    }));
  return { notice: { address: server.url }, stop: server.stop };
}

/** Ends and clears what runs left that were killed: the number of their process is in the folder's name. */
async function sweep(): Promise<void> {
  await clearLeftovers({
    name: leftoverPattern,
    clear: async (folder) => {
      await endOrphans(folder);
      await rm(folder, { recursive: true, force: true });
    },
    failed: (folder, error) => printProgress(`An earlier run left ${folder}, which can't be cleared: ${String(error)}`),
  });
}
