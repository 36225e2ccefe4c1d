// A node through the faults of its NATS: denied subjects, a killed server, a server that is not there yet.
import { afterAll, describe, expect, it, vi } from 'vitest';
import type { Reply } from '#kernel/operation/request.ts';
import type { Rpc } from '#kernel/rpc/broker.ts';
import { natsServer } from '../support/nats.ts';
import { clientOf, requestOf, serve, testBroker } from './support.ts';

const permissions = `authorization { users: [
  { user: "free", password: "free" }
  { user: "deaf", password: "deaf", permissions: { subscribe: { deny: ["MOL-spec.REQB.v1.echo.denied"] } } }
  { user: "meek", password: "meek", permissions: { publish: { deny: ["MOL-spec.REQB.v1.echo.forbidden"] } } }
  { user: "mute", password: "mute", permissions: { publish: { deny: ["MOL-spec.INFO", "MOL-spec.INFO.>"] } } }
] }`;

const guarded = await natsServer({ configuration: permissions });
const killed = await natsServer({ killed: true });

const fine = (): Promise<Reply> => Promise.resolve({ status: 204 });

const waitForEcho = (rpc: Rpc): Promise<unknown> =>
  rpc.broker.waitForServices([{ name: 'echo', version: 1 }], 10_000, 20);

describe.skipIf('skip' in guarded)('a node whose NATS denies it a subject', () => {
  if ('skip' in guarded) return;
  const as = (user: string): Rpc =>
    testBroker({ url: guarded.url, user, password: user, name: user, requestTimeoutMs: 5_000 });
  afterAll(() => guarded.stop());

  it('stays up, serves the rest and says in its readiness what is denied', async () => {
    const [deaf, free] = [as('deaf'), as('free')];
    serve(deaf, 'denied', fine);
    await Promise.all([deaf.start(), free.start()]);
    await vi.waitFor(() =>
      expect(deaf.health()).toEqual({
        ready: false,
        reasons: ['NATS denies the subscription of MOL-spec.REQB.v1.echo.denied'],
      }),
    );
    expect(free.health()).toEqual({ ready: true, reasons: [] });
    // Discovery still goes through the same connection.
    await waitForEcho(free);
    await Promise.all([deaf.stop(), free.stop()]);
  });

  it('is not ready when it can not even say that it is there', async () => {
    const mute = as('mute');
    serve(mute, 'unseen', fine);
    await mute.start();
    await vi.waitFor(
      () => expect(mute.health().reasons).toEqual([expect.stringContaining('NATS denies publishing to')]),
      5_000,
    );
    await mute.stop();
  });

  it('learns at once that it may not call an action, and stays ready', async () => {
    const [meek, free] = [as('meek'), as('free')];
    serve(free, 'forbidden', fine);
    await Promise.all([meek.start(), free.start()]);
    await waitForEcho(meek);
    const began = performance.now();
    const call = clientOf(meek).call('echo', 'forbidden', requestOf({}), {});
    await expect(call).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(meek.health().ready).toBe(true);
    await Promise.all([meek.stop(), free.stop()]);
  });

  it.each([
    ['a wrong password', 'free', 'wrong'],
    ['an unknown user', 'nobody', 'nobody'],
  ])('keeps trying with %s, says so, and can be stopped meanwhile', async (_title, user, password) => {
    const rpc = testBroker({ url: guarded.url, user, password });
    const started = rpc.start();
    await vi.waitFor(
      () => expect(rpc.health().reasons).toEqual([expect.stringMatching(/can't be reached.*uthorization/)]),
      5_000,
    );
    await Promise.all([expect(started).rejects.toThrow('stopped before'), rpc.stop()]);
  });
});

describe.skipIf('skip' in killed)('a node whose NATS is killed', () => {
  if ('skip' in killed) return;
  const url = killed.url;
  afterAll(() => killed.stop());

  it('is not ready within 10 s, refuses calls at once, and recovers alone', async () => {
    const [caller, callee] = [testBroker({ url, name: 'caller' }), testBroker({ url, name: 'callee' })];
    serve(callee, 'fine', fine);
    await Promise.all([caller.start(), callee.start()]);
    await waitForEcho(caller);
    const client = clientOf(caller);
    expect(await client.call('echo', 'fine', requestOf({}), {})).toEqual({ status: 204 });

    await killed.kill();
    await vi.waitFor(
      () => expect(caller.health()).toEqual({ ready: false, reasons: ['the connection to NATS is lost'] }),
      10_000,
    );
    await expect(client.call('echo', 'fine', requestOf({}), {})).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });

    await killed.start();
    await vi.waitFor(() => expect([caller, callee].map((rpc) => rpc.health().ready)).toEqual([true, true]), 10_000);
    await vi.waitFor(
      async () => expect(await client.call('echo', 'fine', requestOf({}), {})).toEqual({ status: 204 }),
      10_000,
    );
    await Promise.all([caller.stop(), callee.stop()]);
  });

  it('stops while the server is away', async () => {
    const rpc = testBroker({ url });
    serve(rpc, 'fine', fine);
    await rpc.start();
    await killed.kill();
    await vi.waitFor(() => expect(rpc.health().ready).toBe(false), 10_000);
    await rpc.stop();
    await killed.start();
  });

  it('starts before its server and is ready when that comes', async () => {
    await killed.kill();
    const rpc = testBroker({ url });
    const started = rpc.start();
    await vi.waitFor(() => expect(rpc.health().reasons[0]).toContain("can't be reached"), 5_000);
    await killed.start();
    await started;
    expect(rpc.health()).toEqual({ ready: true, reasons: [] });
    await rpc.stop();
  });

  it('hears again what it listened to when its server comes back with nothing', async () => {
    const rpc = testBroker({ url, name: 'reopened' });
    serve(rpc, 'fine', fine);
    await rpc.start();
    await killed.wipe();
    await vi.waitFor(() => expect(rpc.health().ready).toBe(true), 10_000);
    await vi.waitFor(
      async () => expect(await clientOf(rpc).call('echo', 'fine', requestOf({}), {})).toEqual({ status: 204 }),
      10_000,
    );
    await rpc.stop();
  });
});
