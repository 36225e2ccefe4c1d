// An issuer that tests have in hand: it signs what it is told and answers for its keys as badly as it is told.
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, exportSPKI, type JWK, type JWTPayload, SignJWT } from 'jose';

/** How the key endpoint answers. */
export type KeyAnswer = 'keys' | 'html' | 'hang' | 'status 500' | 'cut off' | 'not a key set';

interface Key {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicJwk: JWK;
  readonly publicPem: string;
}

type Claims = Readonly<Record<string, unknown>>;
/** An empty `kid` leaves it out, undefined as `typ` too. Members of any shape pass: an issuer may sign what it likes. */
type Header = {
  readonly kid?: unknown;
  readonly alg?: string;
  readonly typ?: unknown;
  readonly [name: string]: unknown;
};

const othersOf = (header: Header): Record<string, unknown> =>
  Object.fromEntries(Object.entries({ typ: 'JWT', ...header }).filter(([, value]) => value !== undefined));

/** The issuer's handle. */
export interface TestIssuer {
  readonly issuer: string;
  answer: KeyAnswer;
  fetches(): number;
  /** Adds a new signing key; the old one is withdrawn. */
  rotate(): Promise<void>;
  publicPem(): string;
  /** A token with the usual claims; `undefined` takes a claim away. */
  sign(claims?: Claims, header?: Header): Promise<string>;
  /** Signed by a key that is not published, under the name of one that is. */
  forge(): Promise<string>;
  stop(): Promise<void>;
}

const makeKey = async (kid: string): Promise<Key> => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const publicJwk = { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' };
  return { kid, privateKey, publicJwk, publicPem: await exportSPKI(publicKey) };
};

const answerKeys = (response: ServerResponse, answer: KeyAnswer, keys: readonly JWK[]): void => {
  const send = (status: number, type: string, body: string): void => {
    response.writeHead(status, { 'content-type': type }).end(body);
  };
  if (answer === 'keys') send(200, 'application/json', JSON.stringify({ keys }));
  if (answer === 'html') send(200, 'text/html', '<html><body>502 Bad Gateway</body></html>');
  if (answer === 'status 500') send(500, 'application/json', '{"error":"unknown_error"}');
  if (answer === 'not a key set') send(200, 'application/json', '{"keys":"none"}');
  if (answer === 'cut off') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' });
    response.write('{"keys":[');
    response.destroy();
  }
};

/** Starts an issuer on a free port of the loopback address. */
export const startTestIssuer = async (): Promise<TestIssuer> => {
  let generation = 1;
  let key = await makeKey('key-1');
  const stranger = await makeKey('key-1');
  let fetches = 0;
  const server = createServer((_request, response) => {
    fetches += 1;
    answerKeys(response, handle.answer, [key.publicJwk]);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}/realms/jixiao`;
  const usual = (): JWTPayload => {
    const nowSeconds = Math.floor(Date.now() / 1_000);
    return {
      iss: issuer,
      aud: 'jixiao',
      sub: 'subject-1',
      azp: 'console',
      typ: 'Bearer',
      iat: nowSeconds,
      exp: nowSeconds + 300,
      realm_access: { roles: ['assessment_office', 'offline_access'] },
      counties: ['330381'],
      places: ['6f1b0bd0-0000-5000-8000-000000000001'],
    };
  };
  const signWith = (
    signer: Key,
    claims: Claims,
    { kid = signer.kid, alg = 'RS256', ...header }: Header,
  ): Promise<string> =>
    new SignJWT({ ...usual(), ...claims })
      .setProtectedHeader({ ...othersOf({ ...header, kid: kid === '' ? undefined : kid }), alg })
      .sign(signer.privateKey);
  const handle: TestIssuer = {
    issuer,
    answer: 'keys',
    fetches: () => fetches,
    rotate: async () => {
      generation += 1;
      key = await makeKey(`key-${generation}`);
    },
    publicPem: () => key.publicPem,
    sign: (claims = {}, header = {}) => signWith(key, claims, header),
    forge: () => signWith(stranger, {}, { kid: key.kid }),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
  return handle;
};
