// A single sign-on for development with Keycloak's addresses and claims, and with no locks: refused in production.
import express, { type NextFunction, type Request, type Response, type Router } from 'express';
import { errors, Provider } from 'oidc-provider';
import type { Logger } from 'pino';
import { subjectOf } from './account.ts';
import { type DevelopmentKeys, makeDevelopmentKeys } from './development-keys.ts';
import { faultPage, signInPage } from './pages.ts';
import { interactionPath, type ProviderAccounts, providerSettings, realmPath } from './provider-settings.ts';
import { realmDescription } from './realm-description.ts';

const FORM_BYTES_MAX = 4_096;

/** The address that tools without a page of their own are sent back to (RFC 8252 §7.3); nothing listens there. */
export const loopbackRedirectUri = 'http://127.0.0.1/signed-in';

/** Where the documentation page of the gateway is sent back to. */
const docsRedirectPath = '/docs/oauth2-redirect.html';

/** What the issuer needs. */
export interface DevelopmentIssuerSettings extends Omit<ProviderAccounts, 'redirectUris'> {
  /** Where people reach the system, without a path: the issuer is `<publicUrl>/realms/jixiao`. */
  readonly publicUrl: string;
  /** NODE_ENV. */
  readonly environment: string | undefined;
  /** New ones where they are not given: then no token outlives the process. */
  readonly keys?: DevelopmentKeys;
  readonly logger: Logger;
}

/** The issuer, to be mounted at the root of an Express application. */
export interface DevelopmentIssuer {
  readonly issuer: string;
  readonly router: Router;
}

const secure = (_request: Request, response: Response, next: NextFunction): void => {
  response.set({
    // No form-action: browsers apply it to the redirect after the form too, which leads to the console's address.
    // The provider adds the digest of its one script, which sends a form of its own when nobody is signed in any more.
    'content-security-policy':
      "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
  next();
};

/** The page of choice, and the choice. */
const interactionRouter = (provider: Provider, { users }: DevelopmentIssuerSettings): Router => {
  const router = express.Router();
  const path = `${interactionPath}/:uid`;
  const byName = new Map(users.map((user) => [user.username, user]));
  router.get(path, async (request, response) => {
    await provider.interactionDetails(request, response);
    response.type('html').send(signInPage(users, `${realmPath}${request.path}`));
  });
  router.post(path, express.urlencoded({ extended: false, limit: FORM_BYTES_MAX }), async (request, response) => {
    await provider.interactionDetails(request, response);
    const body: unknown = request.body;
    const username: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'username') : undefined;
    const user = typeof username === 'string' ? byName.get(username) : undefined;
    if (user === undefined) {
      response
        .status(400)
        .type('html')
        .send(signInPage(users, `${realmPath}${request.path}`, '没有这个开发用户。'));
      return;
    }
    await provider.interactionFinished(request, response, { login: { accountId: subjectOf(user.username) } });
  });
  return router;
};

const statusOf = (error: unknown): number => {
  const status: unknown = error instanceof Error && 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
};

/**
 * Makes the issuer. Throws in production, where a Keycloak with `deploy/keycloak/realm.json` takes its place.
 * Tokens, claims and addresses are Keycloak's, so that the same verifier and the same tests run against both.
 */
export const createDevelopmentIssuer = async (settings: DevelopmentIssuerSettings): Promise<DevelopmentIssuer> => {
  if (settings.environment === 'production')
    throw new Error(
      'The development issuer signs anybody in and is refused in production: use Keycloak with deploy/keycloak/realm.json.',
    );
  const { publicUrl, logger, keys = await makeDevelopmentKeys() } = settings;
  const issuer = `${publicUrl}${realmPath}`;
  const redirectUris = [`${publicUrl}/`, `${publicUrl}${docsRedirectPath}`, loopbackRedirectUri];
  const provider = new Provider(issuer, providerSettings({ ...settings, redirectUris }, keys));
  provider.on('server_error', (_ctx, error) => logger.error({ err: error }, 'the development issuer failed'));
  const description = realmDescription(issuer, keys);
  // As Keycloak's, a realm of another case is another realm.
  const realm = express.Router({ caseSensitive: true });
  realm.get('/', secure, (_request, response) => {
    response.json(description);
  });
  // The provider builds its addresses from the Host header: whatever a caller sends there, they are the issuer's.
  const { host } = new URL(publicUrl);
  realm.use((request, _response, next) => {
    request.headers.host = host;
    next();
  });
  realm.use(secure, interactionRouter(provider, settings), provider.callback());
  const router = express.Router({ caseSensitive: true });
  router.use(realmPath, realm);
  router.use(realmPath, (error: unknown, _request: Request, response: Response, next: NextFunction): void => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const expired = error instanceof errors.SessionNotFound;
    if (statusOf(error) === 500) logger.error({ err: error }, 'the development issuer failed');
    response
      .status(statusOf(error))
      .type('html')
      .send(faultPage(expired ? '登录页已过期，或浏览器没有保存 Cookie。' : '登录请求无法处理。'));
  });
  return { issuer, router };
};
