// A claim with a star reaches every county below its code: by name, by the id of a record, and no further.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { operations } from '#contracts/generated/integration.ts';
import type { Received } from '#services/integration/handler.ts';
import { integration } from '#services/integration/service.ts';
import { registerDecision } from '../../support/integration/decisions.ts';
import { specKeys } from '../../support/integration/world.ts';
import { type Person, type ServiceUnderTest, serviceUnderTest } from '../../support/service.ts';

let service: ServiceUnderTest<operations, Received>;
let documentId: string;
beforeAll(async () => {
  service = await serviceUnderTest(integration({ keys: specKeys }));
  await service.beginDay('330381', '2025-04-01');
  await service.beginDay('320102', '2025-04-01');
  documentId = await registerDecision(service, 1);
});
afterAll(() => service.stop());

const read = async (counties: readonly string[]): Promise<number> => {
  const reader: Person = { roles: ['auditor'], counties };
  return (await service.ask('getDocument', { path: { documentId } }, reader)).status;
};

describe('a record of 330381 is read by its id', () => {
  test.each([[['330381']], [['33*']], [['3303*']], [['330381*']], [['*']], [['320102', '33*']], [['330381', '32*']]])(
    'by a caller of %j',
    async (counties) => {
      expect(await read(counties)).toBe(200);
    },
  );
});

describe('a record of 330381 is not there', () => {
  test.each([[[]], [['33']], [['3303']], [['32*']], [['3303811*']], [['330382*']], [['320102', '32*']]])(
    'for a caller of %j',
    async (counties) => {
      expect(await read(counties)).toBe(404);
    },
  );
});

test('a command by id reaches it too, and is audited under its county', async () => {
  const security: Person = { roles: ['security_administrator'], counties: ['33*'] };
  const { body } = await service.ask('listRegistrars', { query: { county: '330381' } }, security);
  const path = { registrarId: body.records[0]?.id ?? '' };
  const end = { path, ifMatch: '"v1"', body: { reason: '人员调整' } };
  expect(await service.ask('endRegistrar', end, { ...security, counties: ['32*'] })).toMatchObject({ status: 404 });
  expect(await service.ask('endRegistrar', end, security)).toMatchObject({ status: 200 });
  const entries = await service.sql<{ body: Buffer }>('select body from audit_entry order by id desc limit 1');
  expect(JSON.parse(String(entries[0]?.body))).toMatchObject({ event: 'registrar-ended', county: '330381' });
});

test('the list of the counties is open to the services alone', async () => {
  const rows = await service.sql<{ may: boolean }>(
    "select has_function_privilege('public', 'integration.counties_below(text[])', 'execute') as may",
  );
  expect(rows).toEqual([{ may: false }]);
});
