// The parts of keycloak-connect 26.1.1 that are used: its own declarations leave them out.

declare module 'keycloak-connect/middleware/auth-utils/token.js' {
  export interface Token {
    isExpired: () => boolean;
    hasRealmRole(role: string): boolean;
  }
  const Token: new (token: string, clientId?: string) => Token;
  export default Token;
}

declare module 'keycloak-connect/middleware/auth-utils/config.js' {
  export interface Config {
    readonly realmUrl: string;
  }
  const Config: new (config: Readonly<Record<string, string | boolean>>) => Config;
  export default Config;
}

declare module 'keycloak-connect/middleware/auth-utils/grant-manager.js' {
  import type { JWK } from 'jose';
  import type { Config } from 'keycloak-connect/middleware/auth-utils/config.js';
  import type { Token } from 'keycloak-connect/middleware/auth-utils/token.js';

  export interface GrantManager {
    readonly rotation: {
      jwks: readonly JWK[];
      retrieveJWKs: () => Promise<{ keys: readonly JWK[] }>;
    };
    validateToken(token: Token, expectedType: string): Promise<Token>;
  }
  const GrantManager: new (config: Config) => GrantManager;
  export default GrantManager;
}
