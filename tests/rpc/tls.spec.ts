// A NATS that demands TLS: reached with its authority, and with nothing less.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { createBroker, type Rpc } from '#kernel/rpc/broker.ts';
import { natsServer } from '../support/nats.ts';
import { quiet } from './support.ts';

const read = (name: string): Promise<string> =>
  readFile(fileURLToPath(new URL(`certificates/${name}`, import.meta.url)), 'utf8');

// The certificate is for 127.0.0.1, valid until 2126; its key protects nothing but this test.
const nats = await natsServer({
  configuration: 'tls { cert_file: "server.pem", key_file: "server-key.pem" }',
  files: { 'server.pem': await read('server.pem'), 'server-key.pem': await read('server-key.pem') },
});

describe.skipIf('skip' in nats)('a NATS that demands TLS', () => {
  if ('skip' in nats) return;
  const { url } = nats;
  const node = (tls?: { readonly ca?: string }): Rpc =>
    createBroker({
      nodeId: 'tls',
      namespace: 'tls',
      logger: quiet,
      nats: { servers: [url], name: 'tls', ...(tls === undefined ? {} : { tls }) },
    });
  afterAll(() => nats.stop());

  it('is reached by a node that knows its authority', async () => {
    const rpc = node({ ca: await read('authority.pem') });
    await rpc.start();
    expect(rpc.health()).toEqual({ ready: true, reasons: [] });
    await rpc.stop();
  });

  it.each([
    ['trusts public authorities only', {}],
    ['was not told of TLS', undefined],
  ])('is not reached by a node that %s, which says why', async (_title, tls) => {
    const rpc = node(tls);
    const started = rpc.start();
    await vi.waitFor(
      () => expect(rpc.health().reasons).toEqual([expect.stringMatching(/can't be reached: .+/)]),
      5_000,
    );
    await Promise.all([expect(started).rejects.toThrow('stopped before'), rpc.stop()]);
  });
});
