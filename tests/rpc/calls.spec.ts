// Calls over a real NATS and inside one process: the same values, the same refusals, the same limits.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Admission, Reply } from '#kernel/operation/request.ts';
import type { Rpc } from '#kernel/rpc/broker.ts';
import { ReplyTooLarge } from '#kernel/rpc/client.ts';
import { serveOperations } from '#kernel/rpc/serve.ts';
import { natsServer } from '../support/nats.ts';
import { clientOf, requestOf, testBroker } from './support.ts';

const nats = await natsServer();
const never = new Promise<Reply>(() => undefined);
const seen: Admission[] = [];

const operations = new Map<string, (admission: Admission) => Promise<Reply>>([
  [
    'echo',
    (admission) => {
      seen.push(admission);
      return Promise.resolve({ status: 200, body: admission.request.body });
    },
  ],
  ['refuse', () => Promise.resolve({ refusal: { code: 'OUT_OF_SCOPE', params: { county: '330381' }, faults: [] } })],
  ['large', () => Promise.resolve({ status: 200, body: 'x'.repeat(600 * 1_024) })],
  ['silent', () => never],
]);

const ways: [string, () => { caller: Rpc; callee: Rpc }][] = [
  [
    'inside one process',
    () => {
      const both = testBroker({ requestTimeoutMs: 500, drainTimeoutMs: 100 });
      return { caller: both, callee: both };
    },
  ],
];
if (!('skip' in nats)) {
  ways.push([
    'over NATS',
    () => ({
      caller: testBroker({ url: nats.url, name: 'caller', requestTimeoutMs: 500 }),
      callee: testBroker({ url: nats.url, name: 'callee', drainTimeoutMs: 100 }),
    }),
  ]);
}

afterAll(async () => {
  if (!('skip' in nats)) await nats.stop();
});

describe.each(ways)('a call %s', (_way, make) => {
  const { caller, callee } = make();
  const client = clientOf(caller);

  beforeAll(async () => {
    serveOperations(callee, 'echo', operations);
    await Promise.all([...new Set([caller, callee])].map((rpc) => rpc.start()));
    await caller.broker.waitForServices([{ name: 'echo', version: 1 }], 10_000, 20);
  });

  afterAll(() => Promise.all([...new Set([caller, callee])].map((rpc) => rpc.stop())));

  it('keeps dates and bytes, and leaves what is undefined undefined', async () => {
    const body = {
      day: new Date('2026-02-26T00:00:00Z'),
      file: Buffer.from([0, 255]),
      note: undefined,
      name: '马屿镇',
    };
    const reply = await client.call('echo', 'echo', requestOf(body), {});
    expect(reply).toStrictEqual({ status: 200, body });
  });

  it('shares no object with its callee', async () => {
    const body = { list: [1, 2] };
    await client.call('echo', 'echo', requestOf(body), {});
    expect(seen.at(-1)?.request.body).toEqual(body);
    expect(seen.at(-1)?.request.body).not.toBe(body);
  });

  it('carries the token and the trace', async () => {
    await client.call('echo', 'echo', requestOf({}), { authorization: 'Bearer a', traceparent: '00-a-b-01' });
    expect(seen.at(-1)).toMatchObject({ authorization: 'Bearer a', traceparent: '00-a-b-01' });
  });

  it('gives a refusal as the reply that it is', async () => {
    expect(await client.call('echo', 'refuse', requestOf({}), {})).toEqual({
      refusal: { code: 'OUT_OF_SCOPE', params: { county: '330381' }, faults: [] },
    });
  });

  it('is refused above 512 KiB before it is sent (E15)', async () => {
    const large = requestOf('x'.repeat(600 * 1_024));
    await expect(client.call('echo', 'echo', large, {})).rejects.toMatchObject({ code: 'BODY_TOO_LARGE' });
  });

  it('says when the reply is above 512 KiB, so that it can be fetched by HTTP (E15)', async () => {
    await expect(client.call('echo', 'large', requestOf({}), {})).rejects.toBeInstanceOf(ReplyTooLarge);
  });

  it('ends with GATEWAY_TIMEOUT when no answer comes in time', async () => {
    const call = client.call('echo', 'silent', requestOf({}), {}, { timeoutMs: 100 });
    await expect(call).rejects.toMatchObject({ code: 'GATEWAY_TIMEOUT', params: { service: 'echo' } });
  });

  it('ends with SERVICE_UNAVAILABLE when nobody serves the operation', async () => {
    const call = client.call('echo', 'unknown', requestOf({}), {});
    await expect(call).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  });

  it('is refused as malformed when something else than our client sent it', async () => {
    const answer = caller.broker.call('v1.echo.echo', { path: 'select 1' });
    await expect(answer).resolves.toBeInstanceOf(Uint8Array);
    expect(Buffer.from((await answer) as Uint8Array).toString('latin1')).toContain('REQUEST_INVALID');
  });
});

describe('a caller whose callee is out', () => {
  it('is answered at once after twenty outages, and asks again later', async () => {
    const rpc = testBroker();
    const answer = vi.fn<() => Promise<Reply>>().mockResolvedValue({
      refusal: { code: 'SERVICE_UNAVAILABLE', params: { service: 'echo' }, faults: [] },
    });
    serveOperations(rpc, 'echo', new Map([['out', answer]]));
    await rpc.start();
    const client = clientOf(rpc);
    for (let call = 0; call < 20; call += 1) await client.call('echo', 'out', requestOf({}), {});
    await expect(client.call('echo', 'out', requestOf({}), {})).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    expect(answer).toHaveBeenCalledTimes(20);
    await rpc.stop();
  });
});

describe.skipIf('skip' in nats)('live processes', () => {
  if ('skip' in nats) return;

  it('are listed with their internal addresses until they leave', async () => {
    const one = testBroker({ url: nats.url, name: 'a', namespace: 'live', internalUrl: 'http://127.0.0.1:1' });
    const two = testBroker({ url: nats.url, name: 'b', namespace: 'live', internalUrl: 'http://127.0.0.1:2' });
    const none = testBroker({ url: nats.url, name: 'c', namespace: 'live' });
    for (const rpc of [one, two, none]) serveOperations(rpc, 'echo', operations);
    const observer = testBroker({ url: nats.url, name: 'observer', namespace: 'live' });
    await Promise.all([one, two, none, observer].map((rpc) => rpc.start()));
    await vi.waitFor(
      () => expect(observer.internalUrls('echo')).toEqual(['http://127.0.0.1:1', 'http://127.0.0.1:2']),
      10_000,
    );
    expect(observer.internalUrls('targets')).toEqual([]);
    await one.stop();
    await vi.waitFor(() => expect(observer.internalUrls('echo')).toEqual(['http://127.0.0.1:2']), 10_000);
    await Promise.all([two, none, observer].map((rpc) => rpc.stop()));
  });

  it('leave at once although an answer to them was lost', async () => {
    const callee = testBroker({ url: nats.url, name: 'callee', namespace: 'lost', drainTimeoutMs: 100 });
    const caller = testBroker({ url: nats.url, name: 'caller', namespace: 'lost', drainTimeoutMs: 60_000 });
    serveOperations(callee, 'echo', operations);
    await Promise.all([callee.start(), caller.start()]);
    await caller.broker.waitForServices([{ name: 'echo', version: 1 }], 10_000, 20);
    const call = clientOf(caller).call('echo', 'silent', requestOf({}), {}, { timeoutMs: 100 });
    await expect(call).rejects.toMatchObject({ code: 'GATEWAY_TIMEOUT' });
    const began = performance.now();
    await caller.stop();
    expect(performance.now() - began).toBeLessThan(5_000);
    await callee.stop();
  });
});
