// Every operation × every role: who gets in, and what the others are told. The table beside this file is the expectation.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rolesOfAuthority } from '#contracts/generated/authorities.ts';
import { type OperationContract, operationsOf } from '#kernel/contract/document.ts';
import { contractOf } from '#kernel/contract/load.ts';
import { serviceNames } from '#kernel/database/provision.ts';
import { allRoles, type PersonalRole, personalRoles, serviceCallers } from '#kernel/identity/roles.ts';
import { type SystemUnderTest, systemUnderTest } from '../support/system.ts';

const county = '330381';
const operations = serviceNames.flatMap((service) => operationsOf(service, contractOf(service)));
const rows = readFileSync(join(import.meta.dirname, 'matrix.csv'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.split(','));
const [header = [], ...lines] = rows;
const roles = header.slice(2);
const expected = new Map(lines.map(([service, operation, ...cells]) => [`${service}.${operation}`, cells]));

const urlOf = (operation: OperationContract, asked = county): string => {
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) =>
    name === 'feed' ? 'hr' : name === 'county' ? asked : randomUUID(),
  );
  const takesCounty = operation.parameters.some((parameter) => parameter.in === 'query' && parameter.name === 'county');
  return `/api/v1/${operation.service}${path}${takesCounty ? `?county=${asked}` : ''}`;
};

let system: SystemUnderTest;
const ask = (operation: OperationContract, token: string | undefined, asked?: string): Promise<Response> => {
  const [type] = [...operation.bodies.keys()];
  return fetch(`${system.url}${urlOf(operation, asked)}`, {
    method: operation.method.toUpperCase(),
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(type === undefined ? {} : { 'content-type': type }),
    },
    ...(type === undefined ? {} : { body: '{}' }),
  });
};
const codeOf = async (response: Response): Promise<string> =>
  String(((await response.json().catch(() => ({}))) as { code?: unknown }).code);

beforeAll(async () => {
  const person = (role: PersonalRole) => ({
    username: role,
    name: role,
    group: '测试',
    roles: [role],
    counties: [county],
    places: [],
  });
  system = await systemUnderTest({ people: personalRoles.map(person) });
});
afterAll(() => system.stop());

const tokenOf = (role: string): Promise<string> =>
  role.startsWith('service:') ? system.clientToken(`svc-${role.slice('service:'.length)}`) : system.tokenOf(role);

describe('the table', () => {
  test('names every operation of the contracts and every role, and no other', () => {
    expect([...expected.keys()].toSorted()).toEqual(
      operations.map(({ service, operationId }) => `${service}.${operationId}`).toSorted(),
    );
    expect(roles).toEqual(allRoles);
    expect(serviceCallers.every((service) => roles.includes(`service:${service}`))).toBe(true);
  });

  test('says what contracts/authorities.yaml grants', () => {
    const granted = operations.map((operation) => {
      const holders = rolesOfAuthority[operation.authority as keyof typeof rolesOfAuthority];
      return [
        `${operation.service}.${operation.operationId}`,
        roles.map((role) => (holders.includes(role) ? 'in' : '403')),
      ] as const;
    });
    expect(Object.fromEntries(granted)).toEqual(Object.fromEntries(expected));
  });
});

describe.each(operations.map((operation) => [`${operation.service}.${operation.operationId}`, operation] as const))(
  '%s',
  (name, operation) => {
    test('is closed to whoever brings no token, or one that is none', async () => {
      expect(await ask(operation, undefined).then(codeOf)).toBe('TOKEN_MISSING');
      expect(await ask(operation, 'a.b.c').then(codeOf)).toBe('TOKEN_INVALID');
    });

    test('lets in the roles of the table and no other', async () => {
      const cells = expected.get(name) ?? [];
      const answers = await Promise.all(
        roles.map(async (role) => {
          const response = await ask(operation, await tokenOf(role));
          return (await codeOf(response)) === 'AUTHORITY_MISSING' ? String(response.status) : 'in';
        }),
      );
      expect(Object.fromEntries(roles.map((role, index) => [role, answers[index]]))).toEqual(
        Object.fromEntries(roles.map((role, index) => [role, cells[index]])),
      );
    });

    test('is closed to a person of another county', async () => {
      const role = roles.find((one, index) => !one.startsWith('service:') && expected.get(name)?.[index] === 'in');
      const takesCounty = operation.parameters.some(
        (parameter) => parameter.in === 'query' && parameter.name === 'county',
      );
      if (role === undefined || !takesCounty) return;
      expect(await ask(operation, await tokenOf(role), '330382').then(codeOf)).toBe('OUT_OF_SCOPE');
    });
  },
);
