// What the issuer's own address says, as Keycloak says it: the realm, its public key, and where tokens are given.
import { createPublicKey } from 'node:crypto';
import type { DevelopmentKeys } from './development-keys.ts';

/** The answer at `<issuer>`. The account service is left out: there is none here. */
export const realmDescription = (issuer: string, keys: DevelopmentKeys): Readonly<Record<string, string | number>> => ({
  realm: new URL(issuer).pathname.split('/').at(-1) ?? '',
  public_key: createPublicKey({ key: { ...keys.signing }, format: 'jwk' })
    .export({ type: 'spki', format: 'der' })
    .toString('base64'),
  'token-service': `${issuer}/protocol/openid-connect`,
  'tokens-not-before': 0,
});
