// The people, secrets and addresses that a realm for development has beside the realm of production.
import {
  consoleClientId,
  type DevelopmentClient,
  type DevelopmentUser,
  developmentPassword,
  developmentSecret,
  serviceAccountName,
  subjectOf,
} from '../issuer/account.ts';
import { developmentClients, developmentUsers } from '../issuer/development-users.ts';
import type { JsonObject } from './json.ts';

const user = ({ username, name, roles, counties, places, organisation }: DevelopmentUser): JsonObject => ({
  id: subjectOf(username),
  username,
  firstName: name,
  enabled: true,
  attributes: { counties, places, ...(organisation === undefined ? {} : { organisation: [organisation] }) },
  credentials: [{ type: 'password', value: developmentPassword, temporary: false }],
  realmRoles: roles,
});

const serviceAccount = ({ clientId, counties, places }: DevelopmentClient): JsonObject => ({
  username: serviceAccountName(clientId),
  attributes: { counties, places },
});

/** What joins `realm.json` in development: entries of the same client id or user name add to those of the realm. */
export const developmentRealm = (): JsonObject => {
  const programs = developmentClients();
  return {
    realm: 'jixiao',
    displayName: '绩效（开发用）',
    clients: [
      // RFC 8252 §7.3: any port of the loopback address. Web origins know no such rule, and the port is not known here.
      { clientId: consoleClientId, rootUrl: '', redirectUris: ['http://127.0.0.1/*'], webOrigins: ['*'] },
      ...programs.map(({ clientId }) => ({ clientId, secret: developmentSecret(clientId) })),
    ],
    users: [...programs.map(serviceAccount), ...developmentUsers().map(user)],
  };
};
