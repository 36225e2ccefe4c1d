// Every write, with what does not belong into it: the right refusal with the field, no failure of ours, no row changed.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rolesOfAuthority } from '#contracts/generated/authorities.ts';
import {
  bodiesOf,
  type ContractDocument,
  type JsonSchema,
  type OperationContract,
  operationsOf,
} from '#kernel/contract/document.ts';
import { contractOf } from '#kernel/contract/load.ts';
import { Client } from '#kernel/database/pg.ts';
import { serviceNames } from '#kernel/database/provision.ts';
import { eachRole } from '../support/each-role.ts';
import { requireListed } from '../support/listed-answer.ts';
import { type SystemUnderTest, systemUnderTest } from '../support/system.ts';
import { bodyOf, resolved } from './sample.ts';

const county = '330381';
const json = 'application/json';

interface Write {
  readonly operation: OperationContract;
  readonly document: ContractDocument;
  readonly media: JsonSchema;
  readonly schema: Record<string, unknown>;
  readonly body: Record<string, unknown>;
}

const mediaOf = (document: ContractDocument, operation: OperationContract): JsonSchema | undefined => {
  const raw = document.paths[operation.path]?.[operation.method];
  return raw === undefined ? undefined : (bodiesOf(document, raw)[json] as JsonSchema | undefined);
};

const writes: readonly Write[] = serviceNames.flatMap((service) => {
  const document = contractOf(service);
  return operationsOf(service, document).flatMap((operation) => {
    const media = mediaOf(document, operation);
    if (operation.method === 'get' || media === undefined) return [];
    const body = bodyOf(document, media) as Record<string, unknown>;
    return [{ operation, document, media, schema: resolved(document, (media as { schema?: unknown }).schema), body }];
  });
});

let system: SystemUnderTest;
let superuser: Client;

const tokenFor = (operation: OperationContract): Promise<string> => {
  const [role = ''] = rolesOfAuthority[operation.authority as keyof typeof rolesOfAuthority];
  return role.startsWith('service:')
    ? system.clientToken(`svc-${role.slice('service:'.length)}`)
    : system.tokenOf(role);
};

const send = async (
  write: Write,
  body: string | Buffer,
  headers: Record<string, string> = {},
): Promise<{ status: number; code: string; pointers: string[] }> => {
  const { operation } = write;
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) =>
    name === 'feed' ? 'hr' : randomUUID(),
  );
  const takesCounty = operation.parameters.some(({ in: part, name }) => part === 'query' && name === 'county');
  const response = await fetch(
    `${system.url}/api/v1/${operation.service}${path}${takesCounty ? `?county=${county}` : ''}`,
    {
      method: operation.method.toUpperCase(),
      body,
      headers: {
        authorization: `Bearer ${await tokenFor(operation)}`,
        'content-type': json,
        ...(operation.idempotencyKey ? { 'idempotency-key': randomUUID() } : {}),
        ...(operation.ifMatch ? { 'if-match': '"v1"' } : {}),
        ...headers,
      },
    },
  );
  const answer = (await response.json().catch(() => ({}))) as { code?: string; errors?: { pointer: string }[] };
  requireListed(write.document, operation, { status: response.status, code: answer.code });
  return {
    status: response.status,
    code: answer.code ?? '',
    pointers: (answer.errors ?? []).map(({ pointer }) => pointer),
  };
};

/** The number of rows of every table, but for the audit of refusals, which is meant to grow. */
const rowCounts = async (): Promise<string> => {
  const { rows } = await superuser.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_schema = any($1) and table_type = 'BASE TABLE' and table_name not like 'audit%' order by 1`,
    [serviceNames],
  );
  const union = rows.map(({ name }) => `select '${name}' as name, count(*) as n from ${name}`).join(' union all ');
  return JSON.stringify((await superuser.query(`${union} order by name`)).rows);
};

beforeAll(async () => {
  system = await systemUnderTest({ people: eachRole([county], []) });
  superuser = new Client({ connectionString: system.databaseUrl });
  await superuser.connect();
});
afterAll(async () => {
  await superuser.end();
  await system.stop();
});

const names = (write: Write): string[] => Object.keys(write.schema['properties'] ?? {});
const required = (write: Write): string[] =>
  Array.isArray(write.schema['required']) ? write.schema['required'].map(String) : [];
const without = (body: Record<string, unknown>, name: string): Record<string, unknown> =>
  Object.fromEntries(Object.entries(body).filter(([key]) => key !== name));

describe.each(writes.map((write) => [`${write.operation.service}.${write.operation.operationId}`, write] as const))(
  '%s',
  (_name, write) => {
    test('is refused with each required field missing, and names it', async () => {
      for (const name of required(write)) {
        const answer = await send(write, JSON.stringify(without(write.body, name)));
        expect({ name, ...answer }).toMatchObject({ name, status: 400, code: 'REQUEST_INVALID' });
        expect(answer.pointers).toContain(`/body/${name}`);
      }
    });

    test('is refused with a field that the contract does not know, and names it', async () => {
      const answer = await send(write, JSON.stringify({ ...write.body, surplus: 1 }));
      expect(answer).toMatchObject({ status: 400, code: 'REQUEST_INVALID' });
      expect(answer.pointers).toContain('/body/surplus');
    });

    test('is refused with each field of a wrong type, and names it', async () => {
      for (const name of names(write)) {
        for (const wrong of [{ unexpected: [] }, [[]], 1.5, true]) {
          const schema = resolved(write.document, (write.schema['properties'] as Record<string, unknown>)[name]);
          const types = [schema['type']].flat();
          if (
            types[0] === undefined ||
            (typeof wrong === 'boolean' && types.includes('boolean')) ||
            (Array.isArray(wrong) && types.includes('array'))
          )
            continue;
          if (typeof wrong === 'object' && !Array.isArray(wrong) && types.includes('object')) continue;
          if (typeof wrong === 'number' && types.includes('number')) continue;
          const answer = await send(write, JSON.stringify({ ...write.body, [name]: wrong }));
          expect({ name, wrong, ...answer }).toMatchObject({ status: 400, code: 'REQUEST_INVALID' });
          expect(answer.pointers.some((pointer) => pointer.startsWith(`/body/${name}`))).toBe(true);
        }
      }
    });

    test('survives SQL, paths and markup in each text, and answers with a refusal or a success of its contract', async () => {
      for (const name of names(write)) {
        for (const text of [
          "'; drop table outbox; --",
          '../../../../etc/passwd',
          '<script>alert(1)</script>',
          '\u0000',
          '😀'.repeat(300),
        ]) {
          const { status } = await send(write, JSON.stringify({ ...write.body, [name]: text }));
          expect({ name, text: text.slice(0, 30), failed: status >= 500 }).toEqual({
            name,
            text: text.slice(0, 30),
            failed: false,
          });
        }
      }
    });

    test('is refused without JSON, in another media type, and above its size', async () => {
      expect(await send(write, '{"a":')).toMatchObject({ status: 400, code: 'BODY_NOT_JSON' });
      expect(await send(write, Buffer.from([0x22, 0xff, 0x22]))).toMatchObject({ status: 400, code: 'BODY_NOT_JSON' });
      expect(await send(write, 'a=1', { 'content-type': 'text/plain' })).toMatchObject({
        status: 415,
        code: 'MEDIA_TYPE_UNSUPPORTED',
      });
      if (write.operation.bodyBytesMax > 1_000_000) return;
      expect(
        await send(write, JSON.stringify({ surplus: 'x'.repeat(write.operation.bodyBytesMax + 1) })),
      ).toMatchObject({ status: 413, code: 'BODY_TOO_LARGE' });
    });

    test('changes no row when it is refused', async () => {
      const before = await rowCounts();
      await send(write, JSON.stringify({ ...write.body, surplus: 1 }));
      await send(write, '[]');
      await send(write, 'null');
      expect(await rowCounts()).toBe(before);
    });
  },
);
