// From the claims of a verified token to a caller: pure, and strict about every shape.

import { problem } from '#kernel/problem/problem.ts';
import { isUuid } from '#kernel/values/identifier.ts';
import { ownValue } from '#kernel/values/own.ts';
import { characterCount, isReadable, isVisible } from '#kernel/values/readable.ts';
import type { Caller } from './caller.ts';
import { administratorRoles, type Role, serviceCallers, serviceClient, serviceRole } from './roles.ts';

/** Claims as they came: nothing about their types is known yet. */
export type Claims = Readonly<Record<string, unknown>>;

const COUNTIES_MAX = 200;
const PLACES_MAX = 200;
const ROLES_MAX = 500;
// OpenID Connect Core 1.0 section 2: a subject has 255 characters at most.
const TEXT_LENGTH_MAX = 255;

// A comma here would widen the setting that row-level security splits, so only digits pass.
const countyCode = /^[0-9]{2,12}$/;
// A code with a star stands for the tenant itself and for all whose codes begin with it: `33*` for a province, `*` for all.
const countyClaim = /^(?:[0-9]{2,12}\*?|\*)$/;
const isCountyClaim = (value: string): boolean => countyClaim.test(value);

/** Ids stand in tokens in either case. */
const isAnyUuid = (value: string): boolean => isUuid(value.toLowerCase());

const refuse = (claim: string): never => {
  throw problem('TOKEN_INVALID', { reason: `claim ${claim}` });
};

const text = (claims: Claims, name: string): string => {
  const value = ownValue(claims, name);
  return typeof value === 'string' && isVisible(value) && isReadable(value) && characterCount(value) <= TEXT_LENGTH_MAX
    ? value
    : refuse(name);
};

const list = (claims: Claims, name: string, isOne: (value: string) => boolean, countMax: number): readonly string[] => {
  const value = ownValue(claims, name);
  if (value === undefined) return [];
  if (!Array.isArray(value) || value.length > countMax) return refuse(name);
  return value.map((item: unknown) => (typeof item === 'string' && isOne(item) ? item : refuse(name)));
};

const optionalId = (claims: Claims, name: string): string | undefined => {
  if (ownValue(claims, name) === undefined) return undefined;
  const value = text(claims, name);
  const id = value.toLowerCase();
  return isUuid(id) ? id : refuse(name);
};

/** Claims that nothing here reads, but that tell of another kind of token when they are no texts (RFC 7519 section 4.1.7). */
const namedTexts = ['jti', 'sid', 'scope'] as const;

const isText = (value: unknown): boolean => typeof value === 'string';

/** Refuses claims of the registered list that have another shape than their standard says. An audience is a text or a list of texts. */
const requireShapes = (claims: Claims): void => {
  const audience = claims['aud'];
  if (!isText(audience) && !(Array.isArray(audience) && audience.every(isText))) refuse('aud');
  for (const name of namedTexts) {
    const value = ownValue(claims, name);
    if (value !== undefined && !isText(value)) refuse(name);
  }
};

/** A service role counts only in the token of that service's own client: a person who was given one is refused. */
const serviceOf = (roles: ReadonlySet<Role>, client: string): Caller['service'] => {
  const named = serviceCallers.filter((service) => roles.has(serviceRole(service)));
  const [service] = named;
  if (service === undefined) return undefined;
  return named.length === 1 && client === serviceClient(service) ? service : refuse('realm_access.roles');
};

/**
 * The names in the claim `realm_access.roles`. A claim of another shape is refused: of a text, a library that looks for one name in it
 * would find names that nobody was given. No `realm_access` means no roles.
 */
export const roleNames = (claims: Claims): ReadonlySet<string> => {
  const access = claims['realm_access'];
  if (access === undefined) return new Set();
  const names: unknown = typeof access === 'object' && access !== null && 'roles' in access ? access.roles : undefined;
  if (!Array.isArray(names) || names.length > ROLES_MAX) return refuse('realm_access.roles');
  return new Set(names.map((name: unknown) => (typeof name === 'string' ? name : refuse('realm_access.roles'))));
};

/**
 * Makes the caller of verified claims. `roles` are those of the closed list that the token grants.
 * Refuses with ROLES_CONFLICT two of the three administrator roles (三员分立), whatever the issuer allowed, and with
 * TOKEN_INVALID a claim of another shape than agreed.
 */
export const callerOf = (claims: Claims, roles: ReadonlySet<Role>): Caller => {
  requireShapes(claims);
  const administrators = administratorRoles.filter((role) => roles.has(role));
  if (administrators.length > 1) throw problem('ROLES_CONFLICT');
  const client = text(claims, 'azp');
  const service = serviceOf(roles, client);
  const organisation = optionalId(claims, 'organisation');
  const person = optionalId(claims, 'person');
  const counties = list(claims, 'counties', isCountyClaim, COUNTIES_MAX);
  const below = counties.filter((county) => county.endsWith('*'));
  return {
    subject: text(claims, 'sub'),
    client,
    roles,
    counties: counties.filter((county) => countyCode.test(county)),
    ...(below.length === 0 ? {} : { countiesBelow: below.map((county) => county.slice(0, -1)) }),
    places: list(claims, 'places', isAnyUuid, PLACES_MAX).map((place) => place.toLowerCase()),
    ...(organisation === undefined ? {} : { organisation }),
    ...(person === undefined ? {} : { person }),
    ...(service === undefined ? {} : { service }),
  };
};
