// keycloak-connect behind jose: it reads the roles of a token that has already been verified.
import type { JWK } from 'jose';
import Config from 'keycloak-connect/middleware/auth-utils/config.js';
import GrantManager from 'keycloak-connect/middleware/auth-utils/grant-manager.js';
import Token from 'keycloak-connect/middleware/auth-utils/token.js';
import { problem } from '#kernel/problem/problem.ts';
import { allRoles, type Role } from './roles.ts';

/** The adapter of one issuer. */
export interface KeycloakAdapter {
  /** The roles of the closed list that a verified token grants. `keys` are the issuer's keys that verified it. */
  rolesOf(bearer: string, keys: readonly JWK[]): Promise<ReadonlySet<Role>>;
}

const issuerForm = /^(https?:\/\/.+)\/realms\/([^/]+)$/;

/**
 * Wraps the grant manager of keycloak-connect, and nothing else of it: its middleware mounts open routes. Left to itself the
 * manager accepts tokens without an end or for another audience, ends the process when the key endpoint answers with HTML,
 * and waits for ever when it hangs. So jose decides first, and the manager gets the keys handed to it and never fetches.
 * Throws a plain Error for an issuer that is not shaped like Keycloak's (`…/realms/<realm>`).
 */
export const openKeycloakAdapter = (issuer: string, audience: string): KeycloakAdapter => {
  const [, server, realm] = issuerForm.exec(issuer) ?? [];
  if (server === undefined || realm === undefined)
    throw new Error(`The issuer ${issuer} does not end in /realms/<realm>, which keycloak-connect builds it from.`);
  const manager = new GrantManager(
    new Config({
      'auth-server-url': server,
      realm,
      resource: audience,
      'bearer-only': true,
      'verify-token-audience': true,
    }),
  );
  manager.rotation.retrieveJWKs = () => Promise.reject(new Error('The key is not among those that were handed over.'));
  return {
    rolesOf: async (bearer, keys) => {
      manager.rotation.jwks = keys;
      const token = new Token(bearer, audience);
      // The manager knows no tolerance between two clocks: jose has judged the time.
      token.isExpired = () => false;
      try {
        await manager.validateToken(token, 'Bearer');
      } catch (error) {
        throw problem('TOKEN_INVALID', { reason: 'keycloak-connect' }, { cause: error });
      }
      // Its hasRole() splits at the colon, and would read «service:targets» as a role of the client «service».
      return new Set(allRoles.filter((role) => token.hasRealmRole(role)));
    },
  };
};
