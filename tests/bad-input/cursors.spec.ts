// Every list, with a cursor that no page gave: refused, never an error of the database.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rolesOfAuthority } from '#contracts/generated/authorities.ts';
import { operationsOf } from '#kernel/contract/document.ts';
import { contractOf } from '#kernel/contract/load.ts';
import { serviceNames } from '#kernel/database/provision.ts';
import { eachRole } from '../support/each-role.ts';
import { type SystemUnderTest, systemUnderTest } from '../support/system.ts';

const county = '330381';
const someId = '5f0c3c3e-52a5-5c8f-9d5e-3f6c1f2b7a10';
const lists = serviceNames.flatMap((service) =>
  operationsOf(service, contractOf(service)).filter(({ parameters }) =>
    parameters.some(({ name }) => name === 'cursor'),
  ),
);
const cursorOf = (parts: unknown): string => Buffer.from(JSON.stringify(parts)).toString('base64url');
const forged = ['x', '"x"', '{}', '[]', '[null]', '[1]'].map((text) => Buffer.from(text).toString('base64url'));
const shaped = [1, 2, 3, 4].flatMap((length) =>
  ['x', '-1', '2025-02-30', '\u0000', "'; --"].map((part) => cursorOf(Array(length).fill(part))),
);

let system: SystemUnderTest;
beforeAll(async () => {
  system = await systemUnderTest({ people: eachRole([county], []) });
});
afterAll(() => system.stop());

describe.each(lists.map((list) => [`${list.service}.${list.operationId}`, list] as const))('%s', (_name, list) => {
  test('answers a forged cursor with a refusal or an empty page of its contract', async () => {
    const [role = ''] = rolesOfAuthority[list.authority as keyof typeof rolesOfAuthority];
    const token = role.startsWith('service:')
      ? await system.clientToken(`svc-${role.slice(8)}`)
      : await system.tokenOf(role);
    const path = list.path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => (name === 'list' ? 'documents' : someId));
    const takesCounty = list.parameters.some(({ in: part, name }) => part === 'query' && name === 'county');
    for (const cursor of [...forged, ...shaped]) {
      const query = new URLSearchParams({ cursor, ...(takesCounty ? { county } : {}) });
      const response = await fetch(`${system.url}/api/v1/${list.service}${path}?${query.toString()}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      expect({ cursor: Buffer.from(cursor, 'base64url').toString(), failed: response.status >= 500 }).toMatchObject({
        failed: false,
      });
    }
  });
});
