// The Keycloak of the run: one for all spec files, from the environment, from a container, or provisioned on this machine.
import { inject } from 'vitest';
import { serverEnvironment } from '#tools/servers/environment.ts';
import { keycloakAdministrator } from '#tools/servers/keycloak-server.ts';
import { askFor } from './server-board.ts';
import { type Unavailable, unavailable } from './skips.ts';

/** A Keycloak with the product's realm. Specs share it: they make what they need under names of their own. */
export type KeycloakServer = {
  /** Base address without a trailing slash. */
  readonly url: string;
  /** `<url>/realms/jixiao`, to the letter as in the `iss` of its tokens. */
  readonly issuer: string;
  /** `<url>/admin/realms/jixiao`: the administration API of the realm. */
  readonly adminUrl: string;
  /** An access token for the administration API; it lives one minute. */
  readonly adminToken: () => Promise<string>;
};

const realm = 'jixiao';
const requestLimitMs = 30_000;
// Download, build, import and start on a busy machine; each of the steps has a shorter limit of its own.
const startLimitMs = 1_800_000;

/** The run's Keycloak, or the reason why there is none (with CI=true that throws). The first caller waits for its start. */
export const keycloak = async (): Promise<KeycloakServer | Unavailable> => {
  const run = inject('servers');
  if (run === undefined) throw new Error('this spec needs tests/support/servers-setup.ts among its global set-ups');
  const notice = await askFor(run.directory, 'keycloak', startLimitMs);
  if ('reason' in notice) return unavailable('Keycloak', notice.reason);
  const url = notice.address;
  const issuer = `${url}/realms/${realm}`;
  const fault = await faultOf(issuer);
  if (fault !== undefined) return unavailable('Keycloak', fault);
  return { url, issuer, adminUrl: `${url}/admin/realms/${realm}`, adminToken: () => adminToken(url) };
};

/** What is wrong with the issuer, or undefined: it must answer and call itself by the address that we know. */
const faultOf = async (issuer: string): Promise<string | undefined> => {
  try {
    const response = await fetch(`${issuer}/.well-known/openid-configuration`, {
      signal: AbortSignal.timeout(requestLimitMs),
    });
    if (!response.ok) return `${issuer} answers ${response.status}`;
    const document: unknown = await response.json();
    const named =
      typeof document === 'object' && document !== null && 'issuer' in document ? document.issuer : undefined;
    return named === issuer ? undefined : `${issuer} calls itself ${String(named)}`;
  } catch (error) {
    return `${issuer} doesn't answer: ${error instanceof Error ? error.message : String(error)}`;
  }
};

const adminToken = async (url: string): Promise<string> => {
  const { keycloakPassword } = serverEnvironment();
  const response = await fetch(`${url}/realms/master/protocol/openid-connect/token`, {
    method: 'POST',
    signal: AbortSignal.timeout(requestLimitMs),
    body: new URLSearchParams({
      grant_type: 'password',
      client_id: 'admin-cli',
      username: keycloakAdministrator.name,
      password: keycloakPassword,
    }),
  });
  const answer: unknown = await response.json();
  if (typeof answer === 'object' && answer !== null && 'access_token' in answer) return String(answer.access_token);
  throw new Error(`Keycloak gave its administrator no token: ${response.status}`);
};
