// Vitest's global set-up: one PostgreSQL for the whole run, from the environment or started here without durability.
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { startEphemeralPostgres } from '#tools/postgres/ephemeral.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgres: { readonly url: string; readonly template: string };
  }
}

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
  const server = await startEphemeralPostgres({
    maxConnections,
    logger: { info: () => undefined, warn: (sentence: unknown) => process.stderr.write(`${String(sentence)}\n`) },
  });
  return { url: server.url, template, stop: () => server.stop() };
}

async function dropTemplate(url: string, template: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(`drop database if exists ${template} with (force)`);
  await client.end();
}
