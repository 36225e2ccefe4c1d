// Vitest's global set-up: one PostgreSQL for the whole run, from the environment or started here without durability.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { startEphemeralPostgres } from '#tools/postgres/ephemeral.ts';
import { clearLeftovers } from '#tools/servers/leftovers.ts';
import { gatheredSkips } from './gathered-skips.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgres: { readonly url: string; readonly template: string };
    /** The folder in which specs note what this account or machine does not let them try. */
    untested: { readonly directory: string };
  }
}

const maxConnections = 400;

/** What the projects of one run share, held by the main process: each project calls the set-up, one server serves all. */
type Shared = { readonly url: string; readonly template: string; readonly stop: () => Promise<void> };

declare global {
  // Vitest evaluates this file once per project, all in one process, so what they share hangs on the process.
  var jixiaoTestPostgres: Run | undefined;
}

type Run = { server?: Promise<Shared>; untested?: Promise<string>; users: number };

globalThis.jixiaoTestPostgres ??= { users: 0 };
const shared: Run = globalThis.jixiaoTestPostgres;

/** Starts the server with the first project of the run and gives its address to the project's workers. */
export async function setup(project: TestProject): Promise<void> {
  shared.users += 1;
  shared.server ??= openServer();
  shared.untested ??= openNotes();
  const { url, template } = await shared.server;
  project.provide('postgres', { url, template });
  project.provide('untested', { directory: await shared.untested });
}

/** Stops the server with the last project of the run, and says what could not be tried. */
export async function teardown(): Promise<void> {
  shared.users -= 1;
  if (shared.users > 0) return;
  const server = await shared.server;
  await server?.stop();
  const directory = await shared.untested;
  if (directory !== undefined) await tellUntested(directory);
}

const notesPrefix = 'jixiao-test-untested-';

async function openNotes(): Promise<string> {
  await clearLeftovers({
    name: new RegExp(`^${notesPrefix}(\\d+)-`),
    clear: (folder) => rm(folder, { recursive: true, force: true }),
    failed: () => undefined,
  });
  return mkdtemp(join(tmpdir(), `${notesPrefix}${process.pid}-`));
}

/** Vitest prints no title of a skipped test, so the reasons are told after its summary. */
async function tellUntested(directory: string): Promise<void> {
  const reasons = gatheredSkips(directory).map((reason) => `  ${reason}\n`);
  await rm(directory, { recursive: true, force: true });
  if (reasons.length === 0) return;
  process.stdout.write(`\nNot tested, because this account or machine does not allow it:\n${reasons.join('')}`);
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
