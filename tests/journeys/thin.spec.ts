// The thinnest journey on real servers: people sign in, documents are registered, each service hears of each once, also when instances die.
import { describe, expect, it } from 'vitest';
import type { ServiceName } from '#kernel/database/provision.ts';
import type { ExchangeStatus } from '#kernel/exchange/status.ts';
import { distributedServers } from '../support/distributed.ts';
import { ask } from './support/api.ts';
import { authorizeOffice, beginDay, county, register } from './support/documents.ts';
import { settled } from './support/settled.ts';
import { onStage } from './support/stage.ts';

const services: readonly ServiceName[] = ['targets', 'indicators', 'evaluation', 'incentives', 'integration'];
const ground = await distributedServers();

describe.skipIf('skip' in ground)('two instances of each of the five services', () => {
  if ('skip' in ground) return;
  const stage = onStage(ground, { services });

  const settle = async (): Promise<readonly ExchangeStatus[]> => {
    const system = stage();
    return settled(system.url, services, () => system.tokenOf('auditor'));
  };
  /** Each of the other services has applied each event of integration, and nothing else was sent by anybody. */
  const expectHeardOnce = (statuses: readonly ExchangeStatus[], events: number): void => {
    const totals = statuses.map(({ service, totals: { events: sent, applied } }) => ({ service, sent, applied }));
    expect(totals).toEqual(
      services.map((service) =>
        service === 'integration' ? { service, sent: events, applied: 0 } : { service, sent: 0, applied: events },
      ),
    );
  };
  const documentNumbers = async (): Promise<unknown[]> => {
    const system = stage();
    const { body } = await ask({
      url: `${system.url}/api/v1/integration/documents?county=${county}&limit=200`,
      token: await system.tokenOf('office-1'),
    });
    return (body as { records: { number: number }[] }).records.map(({ number }) => number).sort((a, b) => a - b);
  };

  it('hear of a day and of a document that is registered by a person who signed in at Keycloak', async () => {
    const system = stage();
    expect(await beginDay(system.url, await system.clientToken('svc-scheduler'), '2025-01-02')).toMatchObject({
      status: 201,
    });
    expect(await authorizeOffice(system.url, await system.tokenOf('security-admin'))).toMatchObject({ status: 201 });
    expect(await register(system.url, await system.tokenOf('office-1'), 1)).toMatchObject({ status: 201 });
    expectHeardOnce(await settle(), 2);
  });

  it('refuse a person of the same Keycloak who may not register documents', async () => {
    const system = stage();
    expect(await register(system.url, await system.tokenOf('auditor'), 2)).toMatchObject({
      status: 403,
      body: { code: 'AUTHORITY_MISSING' },
    });
  });

  it('lose and double nothing when an instance of each is killed in the middle, and take it back', async () => {
    const system = stage();
    const token = await system.tokenOf('office-1');
    const numbers = Array.from({ length: 40 }, (_, index) => index + 10);
    const answers = numbers.map((number) => register(system.url, token, number));
    // The first answer is there and most are not: now is the middle.
    await Promise.race(answers);
    await Promise.all(services.map((service) => system.kill(service, 0)));
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual(numbers.map(() => 201));
    expectHeardOnce(await settle(), 2 + numbers.length);
    await Promise.all(services.map((service) => system.start(service, 0)));
    expect(await register(system.url, token, 99)).toMatchObject({ status: 201 });
    expectHeardOnce(await settle(), 3 + numbers.length);
    expect(await documentNumbers()).toEqual([1, ...numbers, 99]);
  });

  it('lose nothing when JetStream has lost everything', async () => {
    const system = stage();
    const token = await system.tokenOf('office-1');
    const numbers = Array.from({ length: 40 }, (_, index) => index + 200);
    const answers = numbers.map((number) => register(system.url, token, number));
    await Promise.race(answers);
    await system.wipe();
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual(numbers.map(() => 201));
    expectHeardOnce(await settle(), 43 + numbers.length);
  });
});
