// The embedded system on a database of its own: the same composition as `npm start`, without its demonstration.

import { createHmac } from 'node:crypto';
import { pino } from 'pino';
import { freePort } from '#tools/servers/port.ts';
import { signIn } from '#tools/token/sign-in.ts';
import { type System, type SystemSettings, startSystem } from '../../deploy/embedded/system.ts';
import { developmentPassword, developmentSecret } from '../../deploy/issuer/account.ts';
import { passwordOf, testDatabase } from './postgres.ts';

/** A system under test. */
export interface SystemUnderTest extends System {
  /** The access token of a development user. */
  tokenOf(username: string): Promise<string>;
  /** The access token of a client with a secret. */
  clientToken(clientId: string): Promise<string>;
  /** The superuser's address of its database. */
  readonly databaseUrl: string;
}

const clientToken = async (issuer: string, clientId: string): Promise<string> => {
  const basic = Buffer.from(`${clientId}:${developmentSecret(clientId)}`).toString('base64');
  const response = await fetch(`${issuer}/protocol/openid-connect/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const body = (await response.json()) as { access_token?: string };
  if (body.access_token === undefined) throw new Error(`The issuer gave ${clientId} no token: ${response.status}`);
  return body.access_token;
};

/** Starts a system. Stop it afterwards: its database is dropped with it. */
export const systemUnderTest = async (
  options: Partial<Pick<SystemSettings, 'people' | 'exchangeConfig' | 'logger'>> = {},
): Promise<SystemUnderTest> => {
  const home = await testDatabase();
  const logger = pino({ level: process.env['JIXIAO_TEST_LOG'] ?? 'silent' });
  const keyFor = (purpose: string): Buffer => createHmac('sha256', 'test').update(purpose).digest();
  const system = await startSystem({
    port: await freePort(),
    databaseUrl: (role) => home.url(role),
    keys: { passwordOf, keyFor },
    environment: 'test',
    logger,
    ...options,
  });
  const tokens = new Map<string, Promise<string>>();
  const cached = (name: string, get: () => Promise<string>): Promise<string> => {
    const held = tokens.get(name) ?? get();
    tokens.set(name, held);
    return held;
  };
  return {
    ...system,
    databaseUrl: home.url(),
    tokenOf: (username) =>
      cached(
        username,
        async () => (await signIn({ issuer: system.issuer, username, password: developmentPassword })).accessToken,
      ),
    clientToken: (clientId) => cached(clientId, () => clientToken(system.issuer, clientId)),
    stop: async () => {
      await system.stop();
      await home.drop();
    },
  };
};
