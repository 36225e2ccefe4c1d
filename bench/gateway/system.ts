// The system under load: embedded, on a durable PostgreSQL, with one document to read and a token to read it with.
import { createHmac } from 'node:crypto';
import { freePort } from '#tools/postgres/server.ts';
import { signIn } from '#tools/token/sign-in.ts';
import { startSystem } from '../../deploy/embedded/system.ts';
import { developmentPassword, developmentSecret } from '../../deploy/issuer/account.ts';
import { sayReady } from '../support/child.ts';
import { benchDatabase, logger, passwordOf } from '../support/database.ts';

/** What the load needs to know. */
export interface SystemReady {
  readonly url: string;
  readonly token: string;
  readonly documentPath: string;
  readonly documentId: string;
  /** The same database, for the peer. */
  readonly databaseUrl: string;
}

const county = '330381';
const keyFor = (purpose: string): Buffer => createHmac('sha256', 'bench').update(purpose).digest();

const post = async (url: string, token: string, key: string, body: unknown): Promise<{ id?: string }> => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as { id?: string };
};

const clientToken = async (issuer: string, client: string): Promise<string> => {
  const response = await fetch(`${issuer}/protocol/openid-connect/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${client}:${developmentSecret(client)}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  return ((await response.json()) as { access_token: string }).access_token;
};

const database = await benchDatabase();
const system = await startSystem({
  port: await freePort(),
  databaseUrl: database.urlOf,
  keys: { keyFor, passwordOf },
  environment: 'bench',
  logger,
});
const { accessToken } = await signIn({ issuer: system.issuer, username: 'office-1', password: developmentPassword });
await post(`${system.url}/api/v1/integration/days`, await clientToken(system.issuer, 'svc-scheduler'), 'bench-day-1', {
  county,
  date: '2025-01-06',
});
const { id = '' } = await post(`${system.url}/api/v1/integration/documents`, accessToken, 'bench-document-1', {
  county,
  organ: '瑞安市考核办（虚构）',
  code: '瑞考办',
  year: 2025,
  number: 1,
  title: '关于压力测试的通知（虚构）',
  date: '2025-01-06',
  secrecy: 'none',
  digest: 'c'.repeat(64),
  form: 'file',
});
const ready: SystemReady = {
  url: system.url,
  token: accessToken,
  documentPath: `/api/v1/integration/documents/${id}`,
  documentId: id,
  databaseUrl: database.urlOf('integration'),
};
sayReady(ready);
process.once('SIGTERM', () => {
  system
    .stop()
    .then(() => database.stop())
    .then(
      () => process.exit(0),
      () => process.exit(1),
    );
});
