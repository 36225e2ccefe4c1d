// The real `npm start` without its demonstration: it comes up, answers, stops on request at any point, and comes up again with its data.
import { beforeEach, expect, it } from 'vitest';
import { signIn } from '#tools/token/sign-in.ts';
import { developmentPassword, developmentSecret } from '../../deploy/issuer/account.ts';
import { type RealSystem, realSystem } from './real-system.ts';

let system: RealSystem;
beforeEach(async () => {
  system = await realSystem();
});

const schedulerToken = async (url: string): Promise<string> => {
  const basic = Buffer.from(`svc-scheduler:${developmentSecret('svc-scheduler')}`).toString('base64');
  const response = await fetch(`${url}/realms/jixiao/protocol/openid-connect/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  return String(((await response.json()) as { access_token?: unknown }).access_token);
};

const currentDay = async (url: string): Promise<unknown> => {
  const { accessToken } = await signIn({
    issuer: `${url}/realms/jixiao`,
    username: 'office-1',
    password: developmentPassword,
  });
  const headers = { authorization: `Bearer ${accessToken}` };
  return (await fetch(`${url}/api/v1/integration/days/current?county=330381`, { headers })).json();
};

it('comes up, stops cleanly on Ctrl-C, and comes up again with what was written', async () => {
  const first = await system.begin(['--no-demo']);
  expect(await (await fetch(`${first.url}/health/ready`)).json()).toMatchObject({ ready: true });
  const began = await fetch(`${first.url}/api/v1/integration/days`, {
    method: 'POST',
    body: JSON.stringify({ county: '330381', date: '2025-01-02' }),
    headers: {
      authorization: `Bearer ${await schedulerToken(first.url)}`,
      'content-type': 'application/json',
      'idempotency-key': 'start-spec-1',
    },
  });
  expect(began.status).toBe(201);
  await system.expectCleanEnd(first.child);
  const second = await system.begin(['--no-demo']);
  expect(await currentDay(second.url)).toEqual({ county: '330381', date: '2025-01-02' });
  await system.expectCleanEnd(second.child);
}, 120_000);

it('stops cleanly on a Ctrl-C at any point of its start, and comes up afterwards', { timeout: 180_000 }, async () => {
  const moments: [RegExp, RegExp][] = [
    [/Preparing the database/, /Starting the five services|Jixiao is up/],
    [/Starting the five services/, /Jixiao is up/],
  ];
  for (const [moment, notAfter] of moments) {
    const child = system.call(['--no-demo']);
    await child.sees(moment);
    expect((await system.expectCleanEnd(child)).output).not.toMatch(notAfter);
  }
  const next = await system.begin(['--no-demo']);
  await system.expectCleanEnd(next.child);
});
