// The real `npm start` without its demonstration: it comes up, answers, stops on request, and comes up again with the same data.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signIn } from '#tools/token/sign-in.ts';
import { developmentPassword, developmentSecret } from '../../deploy/issuer/account.ts';

const root = join(import.meta.dirname, '../..');
let folder = '';

interface Started {
  readonly child: ChildProcess;
  readonly url: string;
}

const start = (): Promise<Started> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['deploy/embedded/main.ts', '--no-demo'], {
      cwd: root,
      env: { ...process.env, PORT: '0', JIXIAO_DATA: folder, NODE_ENV: 'development' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    const hear = (text: string): void => {
      said += text;
      const url = /Home\s+(http:\/\/127\.0\.0\.1:\d+)\//.exec(said)?.[1];
      if (url !== undefined && said.includes('npm run token')) resolve({ child, url });
    };
    child.stdout.setEncoding('utf8').on('data', hear);
    child.stderr.setEncoding('utf8').on('data', hear);
    child.once('exit', (code) => reject(new Error(`ended with ${code} before it was up: ${said}`)));
  });

const stop = ({ child }: Started): Promise<number | null> =>
  new Promise((resolve) => {
    child.removeAllListeners('exit').once('exit', resolve);
    child.kill('SIGINT');
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

beforeAll(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'jixiao-start-')), 'data');
});
afterAll(() => rm(join(folder, '..'), { recursive: true, force: true }));

test('it comes up, stops cleanly on Ctrl-C, and comes up again with what was written', async () => {
  const first = await start();
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
  expect(await stop(first)).toBe(0);
  const second = await start();
  expect(await currentDay(second.url)).toEqual({ county: '330381', date: '2025-01-02' });
  expect(await stop(second)).toBe(0);
}, 120_000);
