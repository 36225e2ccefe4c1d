// An issuer for the specs of the simulators: real keys, real tokens, client credentials at Keycloak's paths.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

export type TokenClaims = {
  readonly audience?: string;
  readonly issuer?: string;
  readonly roles?: readonly string[];
  /** From now on; negative for a token that has expired. */
  readonly lifetimeSeconds?: number;
  /** Sign with a key that the issuer does not publish. */
  readonly foreignKey?: boolean;
};

export type SpecIssuer = {
  readonly issuer: string;
  readonly tokenUrl: string;
  token(claims?: TokenClaims): Promise<string>;
  /** How many tokens were given at the token endpoint. */
  issued(): number;
  stop(): Promise<void>;
};

const path = '/realms/jixiao';
const lifetimeSeconds = 300;

/** Starts the issuer on a free port; its token endpoint knows one client. */
export const startSpecIssuer = async (client: {
  id: string;
  secret: string;
  roles: readonly string[];
}): Promise<SpecIssuer> => {
  const [own, foreign] = [await generateKeyPair('RS256'), await generateKeyPair('RS256')];
  const jwks = { keys: [{ ...(await exportJWK(own.publicKey)), kid: 'spec', alg: 'RS256', use: 'sig' }] };
  let issued = 0;
  let issuer = '';
  const token = (claims: TokenClaims = {}): Promise<string> =>
    new SignJWT({ realm_access: { roles: claims.roles ?? ['service:integration'] } })
      .setProtectedHeader({ alg: 'RS256', kid: 'spec' })
      .setIssuer(claims.issuer ?? issuer)
      .setAudience(claims.audience ?? 'jixiao')
      .setIssuedAt()
      .setExpirationTime(`${claims.lifetimeSeconds ?? lifetimeSeconds}s`)
      .sign(claims.foreignKey === true ? foreign.privateKey : own.privateKey);
  const server = createServer((request, response) => {
    const send = (status: number, body: object): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (request.url === `${path}/protocol/openid-connect/certs`) return send(200, jwks);
    // RFC 6749 §2.3.1: id and secret are form-encoded before they are joined.
    const basic = Buffer.from(`${encodeURIComponent(client.id)}:${encodeURIComponent(client.secret)}`).toString(
      'base64',
    );
    if (request.headers.authorization !== `Basic ${basic}`) return send(401, { error: 'invalid_client' });
    issued += 1;
    token({ roles: client.roles })
      .then((access_token) => send(200, { access_token, expires_in: lifetimeSeconds, token_type: 'Bearer' }))
      .catch(() => send(500, { error: 'server_error' }));
    return undefined;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
  return {
    issuer,
    tokenUrl: `${issuer}/protocol/openid-connect/token`,
    token,
    issued: () => issued,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
