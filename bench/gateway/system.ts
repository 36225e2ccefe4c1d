// The system under load: embedded, on a durable PostgreSQL, with one document to read and a token to read it with.
import { createHmac } from 'node:crypto';
import { pino } from 'pino';
import { migrateServices } from '#kernel/database/migrate-services.ts';
import { addressOf, provision } from '#kernel/database/provision.ts';
import { startEphemeralPostgres } from '#tools/postgres/ephemeral.ts';
import { freePort } from '#tools/postgres/server.ts';
import { signIn } from '#tools/token/sign-in.ts';
import { startSystem } from '../../deploy/embedded/system.ts';
import { developmentPassword, developmentSecret } from '../../deploy/issuer/account.ts';

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
const logger = pino({ level: 'silent' });
const keyFor = (purpose: string): Buffer => createHmac('sha256', 'bench').update(purpose).digest();
const passwordOf = (role: string): string => `bench-${role}`;

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
  return String(((await response.json()) as { access_token: string }).access_token);
};

const postgres = await startEphemeralPostgres({ logger, durable: true, maxConnections: 200 });
await provision(postgres.url, 'bench', passwordOf);
const superuserUrl = addressOf(postgres.url, { database: 'bench' });
await migrateServices({ superuserUrl, passwordOf, logger });
const databaseUrl = (role: string): string => addressOf(superuserUrl, { user: role, password: passwordOf(role) });
const system = await startSystem({
  port: await freePort(),
  databaseUrl,
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
  databaseUrl: databaseUrl('integration'),
};
process.stdout.write(`${JSON.stringify(ready)}\n`);
process.once('SIGTERM', () => {
  system
    .stop()
    .then(() => postgres.stop())
    .then(
      () => process.exit(0),
      () => process.exit(1),
    );
});
