// How oidc-provider is set up to look like Keycloak to everything that talks to it.
import type { ClientMetadata, Configuration } from 'oidc-provider';
import {
  audience,
  consoleClientId,
  type DevelopmentClient,
  type DevelopmentUser,
  developmentSecret,
  serviceAccountName,
  subjectOf,
} from './account.ts';
import type { DevelopmentKeys } from './development-keys.ts';
import { memoryAdapter } from './memory-adapter.ts';
import { faultPage, signedOutPage, signOutPage } from './pages.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const ACCESS_TOKEN_SECONDS = 5 * MINUTE;
const RESOURCE = 'urn:jixiao:api';

/** The path under which everything of the issuer lies, as Keycloak lays it out for the realm `jixiao`. */
export const realmPath = '/realms/jixiao';
/** Below the realm: where a person chooses who to be. */
export const interactionPath = '/login-actions/authenticate';

/** Who can sign in, and where the system is. */
export interface ProviderAccounts {
  readonly users: readonly DevelopmentUser[];
  readonly clients: readonly DevelopmentClient[];
  readonly redirectUris: readonly string[];
}

const clientsOf = ({ clients, redirectUris }: ProviderAccounts): ClientMetadata[] => [
  {
    client_id: consoleClientId,
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    redirect_uris: [...redirectUris],
    post_logout_redirect_uris: [...redirectUris],
  },
  ...clients.map(
    ({ clientId }): ClientMetadata => ({
      client_id: clientId,
      client_secret: developmentSecret(clientId),
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
    }),
  ),
];

/** The claims that Keycloak's mappers add to an access token of the account. */
const accountClaims = (accounts: ProviderAccounts): ((subject: string) => Record<string, unknown>) => {
  const people = accounts.users.map(({ username, roles, counties, places, organisation }) => ({
    subject: subjectOf(username),
    claims: {
      realm_access: { roles },
      counties,
      places,
      ...(organisation === undefined ? {} : { organisation }),
    },
  }));
  const programs = accounts.clients.map(({ clientId, role, counties, places }) => ({
    subject: subjectOf(serviceAccountName(clientId)),
    claims: { realm_access: { roles: [role] }, counties, places },
  }));
  const bySubject = new Map([...people, ...programs].map(({ subject, claims }) => [subject, claims]));
  return (subject) => bySubject.get(subject) ?? {};
};

/** The features, each of them chosen: what is not needed is off. */
const features: Configuration['features'] = {
  devInteractions: { enabled: false },
  userinfo: { enabled: false },
  pushedAuthorizationRequests: { enabled: false },
  dPoP: { enabled: false },
  clientCredentials: { enabled: true },
  revocation: { enabled: true },
  rpInitiatedLogout: {
    enabled: true,
    logoutSource: (ctx, form) => {
      ctx.body = signOutPage(form);
    },
    postLogoutSuccessSource: (ctx) => {
      ctx.body = signedOutPage();
    },
  },
  // Only a token for a resource is a JWT, so every request is one for ours.
  resourceIndicators: {
    enabled: true,
    defaultResource: () => RESOURCE,
    useGrantedResource: () => true,
    getResourceServerInfo: () => ({
      scope: '',
      audience,
      accessTokenFormat: 'jwt',
      accessTokenTTL: ACCESS_TOKEN_SECONDS,
      jwt: { sign: { alg: 'RS256' } },
    }),
  },
};

/** The provider's whole configuration. */
export const providerSettings = (accounts: ProviderAccounts, keys: DevelopmentKeys): Configuration => {
  const claimsOf = accountClaims(accounts);
  const names = new Map(accounts.users.map(({ username, name }) => [subjectOf(username), { username, name }]));
  return {
    adapter: memoryAdapter(),
    clients: clientsOf(accounts),
    jwks: { keys: [keys.signing] },
    cookies: { keys: [...keys.cookies] },
    features,
    pkce: { required: () => true },
    responseTypes: ['code'],
    scopes: ['openid', 'profile', 'offline_access'],
    claims: { openid: ['sub'], profile: ['name', 'preferred_username'] },
    conformIdTokenClaims: false,
    issueRefreshToken: (_ctx, client) => Promise.resolve(client.clientId === consoleClientId),
    routes: {
      authorization: '/protocol/openid-connect/auth',
      token: '/protocol/openid-connect/token',
      jwks: '/protocol/openid-connect/certs',
      end_session: '/protocol/openid-connect/logout',
      revocation: '/protocol/openid-connect/revoke',
    },
    interactions: { url: (_ctx, interaction) => `${realmPath}${interactionPath}/${interaction.uid}` },
    ttl: {
      AccessToken: ACCESS_TOKEN_SECONDS,
      ClientCredentials: ACCESS_TOKEN_SECONDS,
      AuthorizationCode: MINUTE,
      IdToken: ACCESS_TOKEN_SECONDS,
      Interaction: HOUR,
      RefreshToken: 30 * MINUTE,
      Session: 10 * HOUR,
      Grant: 10 * HOUR,
    },
    findAccount: (_ctx, subject) => {
      const account = names.get(subject);
      if (account === undefined) return undefined;
      const { username, name } = account;
      return { accountId: subject, claims: () => ({ sub: subject, preferred_username: username, name }) };
    },
    // Nobody is asked for consent to use their own office's system.
    loadExistingGrant: async (ctx) => {
      const { client, session, provider } = ctx.oidc;
      if (client === undefined || session?.accountId === undefined) return undefined;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid profile offline_access');
      grant.addResourceScope(RESOURCE, '');
      await grant.save();
      return grant;
    },
    formats: {
      customizers: {
        jwt: (_ctx, token, parts) => {
          const person = 'accountId' in token ? token.accountId : undefined;
          const subject = person ?? subjectOf(serviceAccountName(token.clientId ?? ''));
          parts.header = { ...parts.header, typ: 'JWT' };
          parts.payload = { ...parts.payload, sub: subject, typ: 'Bearer', azp: token.clientId, ...claimsOf(subject) };
        },
      },
    },
    renderError: (ctx, out) => {
      ctx.type = 'html';
      ctx.body = faultPage(
        `登录请求无效：${out.error}${out.error_description === undefined ? '' : `（${out.error_description}）`}。`,
      );
    },
  };
};
