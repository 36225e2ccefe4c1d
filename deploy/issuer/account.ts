// Who may sign in at the development issuer and at the development realm: people and clients as data.
import type { Role, ServiceRole } from '#kernel/identity/roles.ts';
import { businessId } from '#kernel/values/identifier.ts';

/** What a token of the account says about its reach. */
export interface AccountReach {
  readonly counties: readonly string[];
  /** Place ids: the roots of the directory subtrees in scope. */
  readonly places: readonly string[];
  readonly organisation?: string;
}

/** A person for development. There is no password but the common one that the sign-in page shows. */
export interface DevelopmentUser extends AccountReach {
  readonly username: string;
  /** The name that people read. */
  readonly name: string;
  /** The heading under which the sign-in page lists the person. */
  readonly group: string;
  readonly roles: readonly Role[];
}

/** A program that gets its own token by client credentials. */
export interface DevelopmentClient extends AccountReach {
  readonly clientId: string;
  readonly name: string;
  readonly role: ServiceRole | 'hr_system' | 'provincial_platform';
}

/** The public client of the console and of the tools, which uses the code flow with PKCE. */
export const consoleClientId = 'console';

/** The audience of every access token. */
export const audience = 'jixiao';

/** The password of every development user, where the issuer asks for one. Not a secret. */
export const developmentPassword = 'Jixiao-Dev-2026';

/** The secret of a client for development. Not a secret. */
export const developmentSecret = (clientId: string): string => `${clientId}-development-secret`;

/** The claim `sub` of a user: the same at each issuer, so that what a person did carries the same id everywhere. */
export const subjectOf = (username: string): string => businessId('subject', username);

/** The user name under which Keycloak keeps the service account of a client. */
export const serviceAccountName = (clientId: string): string => `service-account-${clientId}`;
