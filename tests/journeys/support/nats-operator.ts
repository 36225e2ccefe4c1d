// A NATS operator for one spec: an account with JetStream, a system account, and a credentials file for a user of the first.
import { nkeys } from '@nats-io/nats-core';

/** What a server and a program need of it. */
export interface NatsOperator {
  /** Lines of the server's configuration. */
  readonly configuration: string;
  /** The text of a `.creds` file. */
  readonly credentials: string;
  /** The same with the seed of somebody else: the server refuses it. */
  readonly forgedCredentials: string;
}

/** No limits. The system account may not have JetStream: it gets none of the second kind. */
const unlimited = { subs: -1, data: -1, payload: -1, imports: -1, exports: -1, wildcards: true, conn: -1, leaf: -1 };
const jetStream = { mem_storage: -1, disk_storage: -1, streams: -1, consumer: -1 };
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A JWT as NATS writes it: signed by the issuer's Ed25519 key. */
const jwt = (issuer: nkeys.KeyPair, subject: nkeys.KeyPair, name: string, nats: object): string => {
  const claims = { jti: name, iat: 1, iss: issuer.getPublicKey(), sub: subject.getPublicKey(), name, nats };
  const text = `${base64url({ typ: 'JWT', alg: 'ed25519-nkey' })}.${base64url(claims)}`;
  return `${text}.${Buffer.from(issuer.sign(bytes(text))).toString('base64url')}`;
};

const credentialsText = (token: string, user: nkeys.KeyPair): string =>
  [
    `-----BEGIN NATS USER JWT-----\n${token}\n------END NATS USER JWT------\n`,
    `-----BEGIN USER NKEY SEED-----\n${new TextDecoder().decode(user.getSeed())}\n------END USER NKEY SEED------\n`,
  ].join('\n');

/** Makes one, with keys of its own. */
export const natsOperator = (): NatsOperator => {
  const [operator, user] = [nkeys.createOperator(), nkeys.createUser()];
  const [account, system] = [nkeys.createAccount(), nkeys.createAccount()];
  const accountJwt = (of: nkeys.KeyPair, name: string, limits: object): string =>
    jwt(operator, of, name, { type: 'account', version: 2, limits, default_permissions: { pub: {}, sub: {} } });
  const userJwt = jwt(account, user, 'targets', {
    type: 'user',
    version: 2,
    pub: {},
    sub: {},
    subs: -1,
    data: -1,
    payload: -1,
  });
  return {
    configuration: [
      `operator: "${jwt(operator, operator, 'operator', { type: 'operator', version: 2 })}"`,
      `system_account: ${system.getPublicKey()}`,
      'resolver: MEMORY',
      'resolver_preload: {',
      `  ${account.getPublicKey()}: "${accountJwt(account, 'jixiao', { ...unlimited, ...jetStream })}"`,
      `  ${system.getPublicKey()}: "${accountJwt(system, 'system', unlimited)}"`,
      '}',
    ].join('\n'),
    credentials: credentialsText(userJwt, user),
    forgedCredentials: credentialsText(userJwt, nkeys.createUser()),
  };
};
