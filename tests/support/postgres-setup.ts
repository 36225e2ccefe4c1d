// Vitest's global set-up: one PostgreSQL for the whole run, from the environment or started here without durability.
import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { placeAt, removeData } from '#tools/postgres/data.ts';
import { isAlive, runningPostmaster, stopPostmaster } from '#tools/postgres/postmaster.ts';
import { startPostgres } from '#tools/postgres/server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgres: { readonly url: string; readonly template: string };
  }
}

const folderPrefix = 'jixiao-test-postgres-';
const maxConnections = 400;

/** What the projects of one run share, held by the main process: each project calls the set-up, one server serves all. */
type Shared = { readonly url: string; readonly template: string; readonly stop: () => Promise<void> };

declare global {
  // Vitest evaluates this file once per project, all in one process, so what they share hangs on the process.
  var jixiaoTestPostgres: { server?: Promise<Shared>; users: number } | undefined;
}

globalThis.jixiaoTestPostgres ??= { users: 0 };
const shared: { server?: Promise<Shared>; users: number } = globalThis.jixiaoTestPostgres;

/** Starts the server with the first project of the run and gives its address to the project's workers. */
export async function setup(project: TestProject): Promise<void> {
  shared.users += 1;
  shared.server ??= openServer();
  const { url, template } = await shared.server;
  project.provide('postgres', { url, template });
}

/** Stops the server with the last project of the run. */
export async function teardown(): Promise<void> {
  shared.users -= 1;
  if (shared.users > 0) return;
  const server = await shared.server;
  await server?.stop();
}

async function openServer(): Promise<Shared> {
  const template = `jixiao_template_${process.pid}_${Date.now()}`;
  const given = process.env['JIXIAO_TEST_POSTGRES_URL'];
  if (given !== undefined && given !== '') {
    return { url: given, template, stop: () => dropTemplate(given, template) };
  }
  await sweep();
  const folder = await mkdtemp(join(tmpdir(), `${folderPrefix}${process.pid}-`));
  const server = await startPostgres({
    dataDirectory: folder,
    durable: false,
    maxConnections,
    logger: { info: () => undefined, warn: (sentence: unknown) => process.stderr.write(`${String(sentence)}\n`) },
  });
  return {
    url: server.url,
    template,
    stop: async () => {
      await server.stop();
      await removeData(folder);
    },
  };
}

/** Clears what earlier runs left that were killed: their process number is in the folder's name. */
async function sweep(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const owner = Number.parseInt(name.slice(folderPrefix.length), 10);
    if (!name.startsWith(folderPrefix) || !Number.isInteger(owner) || isAlive(owner)) continue;
    const folder = join(tmpdir(), name);
    const orphan = await runningPostmaster(placeAt(folder).cluster);
    if (orphan !== undefined) await stopPostmaster(orphan);
    await removeData(folder);
  }
}

async function dropTemplate(url: string, template: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(`drop database if exists ${template} with (force)`);
  await client.end();
}
