// The Keycloak realm, as data made from the lists that the programs use: roles, clients, claims.
import { allRoles, serviceCallers, serviceClient, serviceRole } from '#kernel/identity/roles.ts';
import { audience, consoleClientId, serviceAccountName, subjectOf } from '../issuer/account.ts';
import type { JsonObject } from './json.ts';
import { userProfile } from './user-profile.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The address of the console in the realm: replaced from the environment at import. */
const consoleUrl = '${JIXIAO_CONSOLE_URL}';

/** The partners' clients and the role of each. */
const partners: readonly (readonly [clientId: string, name: string, role: string])[] = [
  ['province-platform', '省级政务数据平台', 'provincial_platform'],
  ['hr-system', '干部人事系统', 'hr_system'],
];

const mapper = (name: string, protocolMapper: string, config: JsonObject): JsonObject => ({
  name,
  protocol: 'openid-connect',
  protocolMapper,
  config: { 'access.token.claim': 'true', 'introspection.token.claim': 'true', 'id.token.claim': 'false', ...config },
});

const attributeMapper = (attribute: string, multivalued: boolean): JsonObject =>
  mapper(attribute, 'oidc-usermodel-attribute-mapper', {
    'user.attribute': attribute,
    'claim.name': attribute,
    'jsonType.label': 'String',
    multivalued: String(multivalued),
    'aggregate.attrs': 'false',
  });

/** Each client carries its own mappers: a scope shared by all could be taken from one client by mistake and unseen. */
const protocolMappers: readonly JsonObject[] = [
  mapper('audience', 'oidc-audience-mapper', { 'included.custom.audience': audience }),
  attributeMapper('counties', true),
  attributeMapper('places', true),
  attributeMapper('organisation', false),
  attributeMapper('person', false),
];

const client = (clientId: string, name: string, settings: JsonObject): JsonObject => ({
  clientId,
  name,
  enabled: true,
  protocol: 'openid-connect',
  implicitFlowEnabled: false,
  directAccessGrantsEnabled: false,
  defaultClientScopes: ['basic', 'roles'],
  optionalClientScopes: ['profile'],
  ...settings,
  protocolMappers,
});

// No secret stands here: Keycloak makes one for each client, and the operator hands it over.
const confidentialClient = (clientId: string, name: string): JsonObject =>
  client(clientId, name, { publicClient: false, standardFlowEnabled: false, serviceAccountsEnabled: true });

const clients = (): readonly JsonObject[] => [
  client(consoleClientId, '控制台', {
    publicClient: true,
    standardFlowEnabled: true,
    serviceAccountsEnabled: false,
    rootUrl: consoleUrl,
    redirectUris: [`${consoleUrl}/*`],
    webOrigins: ['+'],
    attributes: { 'pkce.code.challenge.method': 'S256', 'post.logout.redirect.uris': '+' },
  }),
  ...serviceCallers.map((service) => confidentialClient(serviceClient(service), `服务 ${service}`)),
  ...partners.map(([clientId, name]) => confidentialClient(clientId, name)),
];

/** The account under which a client acts: an id that is the same everywhere, and its one role. */
const serviceAccount = (clientId: string, role: string): JsonObject => ({
  id: subjectOf(serviceAccountName(clientId)),
  username: serviceAccountName(clientId),
  enabled: true,
  serviceAccountClientId: clientId,
  realmRoles: [role],
});

/** The realm without people: what production imports. Secrets, people and the partners' counties are set there. */
export const realm = (): JsonObject => ({
  realm: 'jixiao',
  displayName: '绩效',
  enabled: true,
  sslRequired: 'external',
  registrationAllowed: false,
  resetPasswordAllowed: false,
  rememberMe: false,
  loginWithEmailAllowed: false,
  editUsernameAllowed: false,
  bruteForceProtected: true,
  passwordPolicy:
    'length(12) and digits(1) and upperCase(1) and lowerCase(1) and specialChars(1) and notUsername(undefined)',
  internationalizationEnabled: true,
  supportedLocales: ['zh-Hans', 'en'],
  defaultLocale: 'zh-Hans',
  defaultSignatureAlgorithm: 'RS256',
  accessTokenLifespan: 5 * MINUTE,
  ssoSessionIdleTimeout: 30 * MINUTE,
  ssoSessionMaxLifespan: 10 * HOUR,
  revokeRefreshToken: true,
  eventsEnabled: true,
  eventsExpiration: 180 * DAY,
  adminEventsEnabled: true,
  adminEventsDetailsEnabled: true,
  roles: { realm: allRoles.map((name) => ({ name })) },
  clients: clients(),
  users: [
    ...serviceCallers.map((service) => serviceAccount(serviceClient(service), serviceRole(service))),
    ...partners.map(([clientId, , role]) => serviceAccount(clientId, role)),
  ],
  components: {
    'org.keycloak.userprofile.UserProfileProvider': [
      {
        providerId: 'declarative-user-profile',
        config: { 'kc.user.profile.config': [JSON.stringify(userProfile)] },
      },
    ],
  },
});
