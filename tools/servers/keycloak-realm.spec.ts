// Joining the realm's file and those of development.
import { describe, expect, it } from 'vitest';
import { mergedRealm } from './keycloak-realm.ts';

const merged = (...parts: readonly object[]): unknown =>
  JSON.parse(mergedRealm(parts.map((part) => JSON.stringify(part))).text);

describe('the realm to import', () => {
  it('is the first file with the users of the second', () => {
    expect(merged({ realm: 'a', enabled: true }, { realm: 'a', users: [{ username: 'u' }] })).toEqual({
      realm: 'a',
      enabled: true,
      clients: [],
      users: [{ username: 'u' }],
    });
  });

  it('has a client of both files once, with the fields and attributes of both', () => {
    const first = { realm: 'a', clients: [{ clientId: 'c', enabled: true, attributes: { pkce: 'S256' } }] };
    const second = { realm: 'a', clients: [{ clientId: 'c', secret: 's', attributes: { note: 'n' } }] };
    expect(merged(first, second)).toMatchObject({
      clients: [{ clientId: 'c', enabled: true, secret: 's', attributes: { pkce: 'S256', note: 'n' } }],
    });
  });

  it('has a service account of both files once', () => {
    const first = { realm: 'a', users: [{ username: 'service-account-c', serviceAccountClientId: 'c' }] };
    const second = { realm: 'a', users: [{ username: 'service-account-c', attributes: { counties: ['330381'] } }] };
    expect(merged(first, second)).toMatchObject({
      users: [{ username: 'service-account-c', serviceAccountClientId: 'c', attributes: { counties: ['330381'] } }],
    });
  });

  it.each([
    ['there is no file', [], 'names no realm'],
    ['a file names none', [{ users: [] }], 'names no realm'],
    ['the name is a number', [{ realm: 7 }], 'names no realm'],
    ['they name different ones', [{ realm: 'a' }, { realm: 'b' }], 'different realms: a, b'],
  ])('is refused when %s', (_title, parts, message) => {
    expect(() => merged(...parts)).toThrow(message);
  });

  it('is refused when a file is no JSON', () => {
    expect(() => mergedRealm(['realm: a'])).toThrow('JSON');
  });
});
