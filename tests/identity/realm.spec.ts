// The files of the Keycloak realm: current, complete, and free of what production must not have.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { allRoles } from '#kernel/identity/roles.ts';
import { realm } from '../../deploy/keycloak/realm.ts';

const folder = join(import.meta.dirname, '../../deploy/keycloak');
const text = readFileSync(join(folder, 'realm.json'), 'utf8');

test('they are what their programs make', () => {
  // Exits with 1, and says which file is stale, when they are not.
  expect(() => execFileSync(process.execPath, [join(folder, 'build.ts'), '--check'])).not.toThrow();
});

test('the realm of production has every role of the closed list, and the service accounts as its only users', () => {
  const content: { roles: { realm: { name: string }[] }; users: { username: string; credentials?: unknown }[] } =
    JSON.parse(text);
  expect(content.roles.realm.map(({ name }) => name)).toEqual(allRoles);
  expect(content.users.filter(({ username }) => !username.startsWith('service-account-'))).toEqual([]);
  expect(content.users.filter(({ credentials }) => credentials !== undefined)).toEqual([]);
});

test.each(['development', 'secret"', '"password"', '127.0.0.1', 'localhost', '"*"'])(
  'the realm of production does not say %j',
  (words) => {
    expect(text).not.toContain(words);
  },
);

test('every client of the realm carries the audience and the claims of reach, and none takes passwords', () => {
  const clients = realm()['clients'];
  if (!Array.isArray(clients)) throw new Error('the realm has no clients');
  for (const client of clients) {
    const wanted = ['audience', 'counties', 'places', 'organisation', 'person'];
    expect(client.protocolMappers.map(({ name }: { name: string }) => name)).toEqual(wanted);
    expect(client).toMatchObject({ directAccessGrantsEnabled: false, implicitFlowEnabled: false });
  }
});
