// What a stranger on NATS can't do: take a caller's identity, reach a protected action, end a process.
import { connect } from '@nats-io/transport-node';
import type { Context, ServiceSchema } from 'moleculer';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { decode, encode } from '#kernel/rpc/codec.ts';
import { natsServer } from '../support/nats.ts';
import { testBroker } from './support.ts';

const nats = await natsServer();

const hidden = vi.fn<() => string>(() => 'secret');

const schema: ServiceSchema = {
  name: 'meta',
  version: 1,
  actions: {
    hijack: (context: Context<unknown, Record<string, unknown>>) => {
      context.meta['user'] = 'hacker';
      context.meta['$statusCode'] = 202;
      const nested = context.meta['scope'];
      if (typeof nested === 'object' && nested !== null) Object.assign(nested, { county: '000000' });
      return 'done';
    },
    hidden: { visibility: 'protected', handler: hidden },
    open: () => 'seen',
  },
};

describe.skipIf('skip' in nats)('a node on NATS', () => {
  if ('skip' in nats) return;
  const onFatal = vi.fn<(reason: string) => void>();
  const callee = testBroker({ url: nats.url, name: 'callee', onFatal });
  const caller = testBroker({ url: nats.url, name: 'caller' });
  const alone = testBroker();

  beforeAll(async () => {
    for (const rpc of [callee, alone]) rpc.broker.createService(schema);
    await Promise.all([callee, caller, alone].map((rpc) => rpc.start()));
    await caller.broker.waitForServices([{ name: 'meta', version: 1 }], 10_000, 20);
  });

  afterAll(async () => {
    await Promise.all([callee, caller, alone].map((rpc) => rpc.stop()));
    await nats.stop();
  });

  /** Sends a packet as a program without Moleculer would, and gives the answer's payload. */
  const raw = async (subject: string, payload: Record<string, unknown>): Promise<unknown> => {
    const connection = await connect({ servers: nats.url });
    const answers = connection.subscribe('MOL-spec.RES.stranger', { max: 1, timeout: 1_000 });
    connection.publish(subject, encode({ ver: '5', sender: 'stranger', id: 'x', level: 1, ...payload }));
    try {
      for await (const message of answers) return decode(message.data);
      return undefined;
    } catch {
      return 'no answer';
    } finally {
      await connection.close();
    }
  };

  it.each([
    ['by another process', caller],
    ['by its own process over NATS', callee],
    ['by its own process without NATS', alone],
  ])("leaves the caller's identity as it is when it is called %s", async (_title, rpc) => {
    const meta = { user: 'alice', scope: { county: '330381' } };
    await rpc.broker.call('v1.meta.hijack', {}, { meta });
    expect(meta).toMatchObject({ user: 'alice', scope: { county: '330381' } });
  });

  it('hands back what names a status', async () => {
    const meta: Record<string, unknown> = {};
    await caller.broker.call('v1.meta.hijack', {}, { meta });
    expect(meta).toEqual({ $statusCode: 202 });
  });

  it('answers a raw request for an open action, which shows that the next refusals are refusals', async () => {
    const request = { action: 'v1.meta.open', params: {}, meta: {} };
    expect(await raw(`MOL-spec.REQ.${callee.broker.nodeID}`, request)).toMatchObject({ success: true, data: 'seen' });
  });

  it.each([
    ['its own subject', () => `MOL-spec.REQ.${callee.broker.nodeID}`],
    ['the shared subject of an action', () => 'MOL-spec.REQB.v1.meta.open'],
  ])('refuses a raw request for a protected action by %s', async (_title, subject) => {
    const answer = await raw(subject(), { action: 'v1.meta.hidden', params: {}, meta: {} });
    expect(answer).toMatchObject({ success: false, error: { name: 'ServiceNotFoundError' } });
    expect(hidden).not.toHaveBeenCalled();
  });

  it('has no internal actions to reach', async () => {
    const answer = await raw(`MOL-spec.REQ.${callee.broker.nodeID}`, { action: '$node.list', params: {}, meta: {} });
    expect(answer).toMatchObject({ success: false, error: { name: 'ServiceNotFoundError' } });
  });

  it.each([
    ['a stream, whose late chunks would be kept without limit', { action: 'v1.meta.open', stream: true, seq: 7 }],
    ['the chunk of a stream', { action: 'v1.meta.open', stream: false, seq: 3 }],
  ])('drops %s', async (_title, payload) => {
    expect(await raw(`MOL-spec.REQ.${callee.broker.nodeID}`, payload)).toBe('no answer');
    expect(callee.broker.transit?.pendingReqStreams.size).toBe(0);
  });

  it.each([
    ['a packet that is no CBOR', 'INFO', Buffer.from([0xff])],
    ['an empty packet', 'INFO', Buffer.alloc(0)],
    ['a packet of another protocol version', 'REQ', encode({ ver: '4', sender: 'stranger', id: 'x' })],
    ['a text', 'REQ', encode('hello')],
    ['a packet that claims its own id', 'INFO', undefined],
  ])('lives through %s', async (_title, command, bytes) => {
    const { nodeID } = callee.broker;
    const connection = await connect({ servers: nats.url });
    const conflict = encode({ ver: '5', sender: nodeID, instanceID: 'another', services: [] });
    connection.publish(`MOL-spec.${command}.${nodeID}`, bytes ?? conflict);
    await connection.flush();
    await connection.close();
    const request = { action: 'v1.meta.open', params: {}, meta: {} };
    expect(await raw(`MOL-spec.REQ.${nodeID}`, request)).toMatchObject({ success: true });
    expect(onFatal).not.toHaveBeenCalled();
  });
});
