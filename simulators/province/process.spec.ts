// The simulated province as a process: how it starts and ends, and that a long stream needs no memory.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type SpecIssuer, startSpecIssuer } from '../support/issuer.ts';

let issuer: SpecIssuer;
beforeAll(async () => {
  issuer = await startSpecIssuer({ id: 'svc-integration', secret: 'geheim', roles: [] });
});
afterAll(() => issuer.stop());

const main = join(import.meta.dirname, 'main.ts');
const start = (environment: Record<string, string>, flags: string[] = []): ChildProcess => {
  const child = spawn(process.execPath, [...flags, main], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child;
};

const listening = async (child: ChildProcess): Promise<{ url: string; controlUrl: string }> => {
  if (child.stdout === null) throw new Error('The child has no output');
  for await (const line of createInterface(child.stdout)) {
    const { url, controlUrl } = JSON.parse(line) as { url?: string; controlUrl?: string };
    if (url !== undefined && controlUrl !== undefined) return { url, controlUrl };
  }
  throw new Error('The child ended before it listened');
};

/** Reads a stream without keeping it. */
const countLines = async (body: ReadableStream<Uint8Array>): Promise<number> => {
  const newline = 10;
  let lines = 0;
  for await (const chunk of body) for (const byte of chunk) if (byte === newline) lines += 1;
  return lines;
};

describe('the process', () => {
  it('streams 1,000,000 observations, 156 MB, within a heap of 64 MB', { timeout: 60_000 }, async () => {
    const child = start({ SIMULATOR_ISSUER: issuer.issuer }, ['--max-old-space-size=64', '--max-semi-space-size=4']);
    const { url } = await listening(child);
    const query = 'under=33&from=2020-01&to=2024-12&rows=1000000';
    const response = await fetch(`${url}/api/v1/observations/stream?${query}`, {
      headers: { authorization: `Bearer ${await issuer.token()}` },
    });
    if (response.body === null) throw new Error('The answer has no body');
    expect(await countLines(response.body)).toBe(1_000_000);
    child.kill('SIGTERM');
    expect((await once(child, 'exit'))[0]).toBe(0);
  });

  it('ends with 0 on SIGTERM while a call hangs', async () => {
    const child = start({ SIMULATOR_ISSUER: issuer.issuer });
    const { url, controlUrl } = await listening(child);
    const fault = { kind: 'hang', operation: 'listPlaces', times: 1 };
    await fetch(`${controlUrl}/control/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(fault),
    });
    const hanging = fetch(`${url}/api/v1/places`, {
      headers: { authorization: `Bearer ${await issuer.token()}` },
    }).catch(() => 'cut');
    const called = async (): Promise<unknown> => (await fetch(`${controlUrl}/control/calls`)).json();
    await expect.poll(called).toEqual({ listPlaces: 1 });
    child.kill('SIGTERM');
    expect((await once(child, 'exit'))[0]).toBe(0);
    expect(await hanging).toBe('cut');
  });

  it.each([
    ['a missing issuer', {}, 'SIMULATOR_ISSUER'],
    [
      'a port above 65535',
      { SIMULATOR_ISSUER: 'http://127.0.0.1/realms/jixiao', SIMULATOR_PORT: '70000' },
      'SIMULATOR_PORT',
    ],
  ])('refuses to start with %s, and names the variable', async (_, environment, name) => {
    const child = start(environment);
    const [error, [code]] = await Promise.all([child.stderr === null ? '' : text(child.stderr), once(child, 'exit')]);
    expect(code).toBe(78);
    expect(error).toContain(name);
    expect(error).not.toContain('    at ');
  });

  it('says that its port is taken', async () => {
    const first = start({ SIMULATOR_ISSUER: issuer.issuer });
    const { url } = await listening(first);
    const second = start({ SIMULATOR_ISSUER: issuer.issuer, SIMULATOR_PORT: new URL(url).port });
    const [error, [code]] = await Promise.all([
      second.stderr === null ? '' : text(second.stderr),
      once(second, 'exit'),
    ]);
    expect(code).toBe(79);
    expect(error).toBe(`Port ${new URL(url).port} is taken: choose another one.\n`);
    first.kill('SIGTERM');
    await once(first, 'exit');
  });
});
