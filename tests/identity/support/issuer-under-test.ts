// The two issuers behind one face: the same suite runs against the development issuer and against a real Keycloak.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import pino from 'pino';
import type { PersonalRole } from '#kernel/identity/roles.ts';
import { type DevelopmentUser, developmentPassword } from '../../../deploy/issuer/account.ts';
import { createDevelopmentIssuer } from '../../../deploy/issuer/development-issuer.ts';
import type { DevelopmentKeys } from '../../../deploy/issuer/development-keys.ts';
import { developmentClients, developmentUsers } from '../../../deploy/issuer/development-users.ts';
import { keycloak } from '../../support/keycloak.ts';

/** A person who holds two administrator roles: the issuer lets them, we must not. */
const twofold = {
  username: 'twofold-admin',
  roles: ['system_administrator', 'audit_administrator'] satisfies PersonalRole[],
};

/** An issuer with the development people. */
export interface IssuerUnderTest {
  readonly issuer: string;
  /** Makes a person with two administrator roles, and says the user name. */
  addTwofoldAdministrator(): Promise<string>;
  stop(): Promise<void>;
}

/** Starts the development issuer on a port of its own; `port` makes it come back where it was. */
export const startDevelopmentIssuer = async (
  options: { readonly port?: number; readonly keys?: DevelopmentKeys } = {},
): Promise<IssuerUnderTest & { readonly port: number }> => {
  const app = express();
  const server = createServer(app);
  await new Promise<void>((resolve) => {
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const conflicted: DevelopmentUser = { ...twofold, name: '兼任两员', group: '测试', counties: ['330381'], places: [] };
  const { issuer, router } = await createDevelopmentIssuer({
    publicUrl: `http://127.0.0.1:${port}`,
    environment: 'test',
    users: [...developmentUsers(), conflicted],
    clients: developmentClients(),
    logger: pino({ level: 'silent' }),
    ...(options.keys === undefined ? {} : { keys: options.keys }),
  });
  app.use(router);
  return {
    issuer,
    port,
    addTwofoldAdministrator: () => Promise.resolve(twofold.username),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
};

/** The run's Keycloak, or why there is none. */
export const keycloakUnderTest = async (): Promise<IssuerUnderTest | { readonly skip: string }> => {
  const server = await keycloak();
  if ('skip' in server) return server;
  const ask = async (path: string, method: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${server.adminUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${await server.adminToken()}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    // 409: an earlier run on the same Keycloak made the person.
    if (!response.ok && response.status !== 409) throw new Error(`${method} ${path}: ${response.status}`);
    const text = await response.text();
    return text === '' ? undefined : JSON.parse(text);
  };
  return {
    issuer: server.issuer,
    addTwofoldAdministrator: async () => {
      const { username, roles } = twofold;
      const credentials = [{ type: 'password', value: developmentPassword, temporary: false }];
      const attributes = { counties: ['330381'] };
      await ask('/users', 'POST', { username, enabled: true, firstName: '兼任两员', attributes, credentials });
      const found = await ask(`/users?exact=true&username=${username}`, 'GET');
      const id: unknown = Array.isArray(found) ? Reflect.get(Object(found[0]), 'id') : undefined;
      const representations = await Promise.all(roles.map((role) => ask(`/roles/${role}`, 'GET')));
      await ask(`/users/${String(id)}/role-mappings/realm`, 'POST', representations);
      return username;
    },
    stop: () => Promise.resolve(),
  };
};
