// The system under load: embedded, on a durable PostgreSQL, with one document to read and a token to read it with.
import { createHmac } from 'node:crypto';
import { freePort } from '#tools/servers/port.ts';
import { signIn } from '#tools/token/sign-in.ts';
import { startSystem } from '../../deploy/embedded/system.ts';
import { developmentPassword } from '../../deploy/issuer/account.ts';
import { sayReady } from '../support/child.ts';
import { benchDatabase, logger, passwordOf } from '../support/database.ts';
import { clientToken, write } from '../support/http.ts';

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

const database = await benchDatabase();
const system = await startSystem({
  port: await freePort(),
  databaseUrl: database.urlOf,
  keys: { keyFor, passwordOf },
  environment: 'bench',
  logger,
});
const { accessToken } = await signIn({ issuer: system.issuer, username: 'office-1', password: developmentPassword });
await write(`${system.url}/api/v1/integration/days`, {
  method: 'POST',
  token: await clientToken(system.issuer, 'svc-scheduler'),
  key: 'bench-day-1',
  body: { county, date: '2025-01-06' },
});
const organ = '瑞安市考核办（虚构）';
const security = await signIn({ issuer: system.issuer, username: 'security-admin', password: developmentPassword });
await write(`${system.url}/api/v1/integration/registrars`, {
  method: 'POST',
  token: security.accessToken,
  key: 'bench-registrar-1',
  body: { county, organ, role: 'assessment_office', basis: '授权函（虚构）' },
});
const { id } = await write<{ id: string }>(`${system.url}/api/v1/integration/documents`, {
  method: 'POST',
  token: accessToken,
  key: 'bench-document-1',
  body: {
    county,
    organ,
    code: '瑞考办',
    year: 2025,
    number: 1,
    title: '关于压力测试的通知（虚构）',
    date: '2025-01-06',
    secrecy: 'none',
    digest: 'c'.repeat(64),
    form: 'file',
  },
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
