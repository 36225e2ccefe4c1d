// Calls made while a call is handled: they share its time, they can't go round for ever, and what outlives it is free of it.
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Reply } from '#kernel/operation/request.ts';
import type { Rpc } from '#kernel/rpc/broker.ts';
import type { RpcClient } from '#kernel/rpc/client.ts';
import { serveOperations } from '#kernel/rpc/serve.ts';
import { clientOf, requestOf, testBroker } from './support.ts';

type Answers = Readonly<Record<string, (client: RpcClient) => Promise<Reply>>>;

let running: Rpc[] = [];

/** A process that answers `echo.<name>`. */
const processOf = async (answers: Answers): Promise<RpcClient> => {
  const rpc = testBroker({ drainTimeoutMs: 100 });
  const client = clientOf(rpc);
  serveOperations(rpc, 'echo', new Map(Object.entries(answers).map(([name, answer]) => [name, () => answer(client)])));
  await rpc.start();
  running.push(rpc);
  return client;
};

afterEach(async () => {
  await Promise.all(running.map((rpc) => rpc.stop()));
  running = [];
});

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : 'none');

describe('a call made while another is handled', () => {
  it('ends when the time of the outer one is over', async () => {
    let inner: Promise<unknown> | undefined;
    const client = await processOf({
      silent: () => new Promise<Reply>(() => undefined),
      outer: async (own) => {
        inner = own.call('echo', 'silent', requestOf({}), {}, { timeoutMs: 60_000 });
        await inner;
        return { status: 204 };
      },
    });
    await expect(client.call('echo', 'outer', requestOf({}), {}, { timeoutMs: 200 })).rejects.toMatchObject({
      code: 'GATEWAY_TIMEOUT',
    });
    const ended = performance.now();
    await expect(inner).rejects.toMatchObject({ code: 'GATEWAY_TIMEOUT' });
    expect(performance.now() - ended).toBeLessThan(5_000);
  });

  it('is refused when calls go round in a circle', async () => {
    let depth = 0;
    const client = await processOf({
      round: async (own) => {
        depth += 1;
        return own.call('echo', 'round', requestOf({}), {});
      },
    });
    await expect(client.call('echo', 'round', requestOf({}), {})).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
    });
    expect(depth).toBe(8);
  });
});

describe('work that a handler sets off and that outlives it', () => {
  it('calls with a time of its own', async () => {
    const outerTimeMs = 200;
    const began = performance.now();
    let later: Promise<string> | undefined;
    const client = await processOf({
      fine: () => Promise.resolve({ status: 204 }),
      outer: async (own) => {
        later = (async () => {
          await vi.waitFor(() => expect(performance.now() - began).toBeGreaterThan(outerTimeMs));
          return own.call('echo', 'fine', requestOf({}), {}).then(
            () => 'answered',
            (error: unknown) => codeOf(error),
          );
        })();
        return { status: 204 };
      },
    });
    await client.call('echo', 'outer', requestOf({}), {}, { timeoutMs: outerTimeMs });
    await vi.waitFor(() => expect(later).toBeDefined());
    expect(await later).toBe('answered');
  });
});
