// What a run says and does when a server can't be had: on a machine without Java, without containers, with an empty cache.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const configuration = fileURLToPath(new URL('programs/vitest.config.ts', import.meta.url));
const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url));

let cache = '';

beforeAll(async () => {
  cache = await mkdtemp(join(tmpdir(), 'jixiao-skips-spec-'));
});

afterAll(() => rm(cache, { recursive: true }));

/** Runs the spec file that needs Keycloak, on a machine as described. */
const run = async (variables: Readonly<Record<string, string>>): Promise<{ code: unknown; printed: string }> => {
  const child = spawn(process.execPath, [vitest, 'run', '--config', configuration], {
    env: {
      PATH: process.env['PATH'],
      HOME: cache,
      XDG_CACHE_HOME: cache,
      JAVA_HOME: '/nowhere',
      JIXIAO_TEST_CONTAINERS: 'off',
      NO_COLOR: '1',
      ...variables,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const keep = (chunk: Buffer): void => {
    printed += chunk.toString('utf8');
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const [code] = await once(child, 'close');
  return { code, printed };
};

const missingJava = 'Keycloak: Java 17 or later is needed and /nowhere/bin/java is none';

describe('a run whose Keycloak can not be had', () => {
  it('passes, and names the server and the reason in its closing lines', async () => {
    const { code, printed } = await run({});
    expect(code).toBe(0);
    const summary = printed.indexOf('1 passed');
    expect(printed.indexOf(`${missingJava} (1 spec file)`)).toBeGreaterThan(summary);
  });

  it('fails with CI=true, with the same reason', async () => {
    const { code, printed } = await run({ CI: 'true' });
    expect(code).toBe(1);
    expect(printed).toContain(`CI=true demands every server. ${missingJava}`);
  });

  it.each([
    ['does not answer', 'http://127.0.0.1:1', "doesn't answer"],
    ['is none', 'keycloak.example', "doesn't answer"],
  ])('says so when the address in the environment %s, and provides no other', async (_title, address, reason) => {
    const { printed } = await run({ JIXIAO_TEST_KEYCLOAK_URL: address });
    expect(printed).toContain(`Keycloak: ${address}/realms/jixiao ${reason}`);
  });
});
