// What a record says of the unit's place: the code that its cycle froze, even where the place has ended since.
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { operations } from '#contracts/generated/integration.ts';
import { type Database, openDatabase } from '#kernel/database/database.ts';
import { businessId } from '#kernel/values/identifier.ts';
import { registerDecision } from '../../../tests/support/integration/decisions.ts';
import { county, specKeys } from '../../../tests/support/integration/world.ts';
import { type ServiceUnderTest, serviceUnderTest } from '../../../tests/support/service.ts';
import { placeCodes, placeIdOf, plantDirectory } from '../../../tests/support/small-directory.ts';
import type { DeliveryBasis } from '../domain/delivery.ts';
import type { Received } from '../handler.ts';
import { integration } from '../service.ts';
import type { DB } from '../store/tables.ts';
import { type Making, presentOf } from './present.ts';

let service: ServiceUnderTest<operations, Received>;
let database: Database<DB>;
let documentId: string;
beforeAll(async () => {
  service = await serviceUnderTest(integration({ keys: specKeys }));
  database = openDatabase<DB>({
    url: service.url('integration'),
    schema: 'integration',
    applicationName: 'present-spec',
    poolMax: 1,
    logger: pino({ level: 'silent' }),
  });
  await service.beginDay(county, '2025-12-30');
  await plantDirectory(service);
  documentId = await registerDecision(service, 1);
});
afterAll(async () => {
  await database.close();
  await service.stop();
});

const codeOf = async (
  placeId: string,
  change: { readonly placeCode?: string; readonly announcedOn?: string } = {},
  making: Making = 'first',
): Promise<string> => {
  const basis: DeliveryBasis = {
    kind: 'unit-result',
    cycleId: businessId('cycle', county),
    year: 2024,
    placeId,
    total: '93.42',
    groupCode: 'towns',
    rank: 1,
    documentId,
    announcedOn: '2025-12-30',
    ...change,
  };
  return (await database.transact({ counties: [county] }, (tx) => presentOf(tx, basis, making))).placeCode;
};

describe('the place code of a unit result', () => {
  test('is the one that the cycle froze, whatever the directory says now', async () => {
    expect(await codeOf(placeIdOf(placeCodes.first), { placeCode: '330381009000' })).toBe('330381009000');
    expect(await codeOf(placeIdOf('unknown'), { placeCode: '330381009000' })).toBe('330381009000');
  });

  test('is corrected by a repair where the directory says that the place never had it', async () => {
    const place = placeIdOf(placeCodes.first);
    expect(await codeOf(place, { placeCode: '330381009000' }, 'repair')).toBe(placeCodes.first);
    await expect(codeOf(placeIdOf('unknown'), { placeCode: '330381009000' }, 'repair')).rejects.toThrow(
      'There is no place',
    );
  });

  test('is the frozen one after a repair too where the place had it then and was merged since', async () => {
    const given = { placeCode: placeCodes.merged };
    expect(await codeOf(placeIdOf(placeCodes.merged), given, 'repair')).toBe(placeCodes.merged);
  });

  test('is the one of the day where the announcement says none', async () => {
    expect(await codeOf(placeIdOf(placeCodes.first))).toBe(placeCodes.first);
  });

  test('is the last one of a township that was merged before', async () => {
    expect(await codeOf(placeIdOf(placeCodes.merged))).toBe(placeCodes.merged);
  });

  test('is missing for a place that nobody knows, or that was not there yet', async () => {
    await expect(codeOf(placeIdOf('unknown'))).rejects.toThrow('There is no place');
    await expect(codeOf(placeIdOf(placeCodes.first), { announcedOn: '1999-12-31' })).rejects.toThrow(
      'There is no place',
    );
  });
});

test('the results of a county are due to the province, those of a township that was merged before among them', async () => {
  const codes = [placeCodes.first, placeCodes.merged];
  const results = codes.map((code, index) => ({
    unitResultId: businessId('unit-result', code),
    unitId: businessId('unit', code),
    placeId: placeIdOf(code),
    version: 1,
    total: '93.42',
    groupCode: 'towns',
    rank: index + 1,
    rankedUnits: codes.length,
    supersedes: null,
  }));
  const decisionId = businessId('decision', documentId);
  const announced = {
    cycleId: businessId('cycle', county),
    year: 2025,
    decisionId,
    documentId,
    announcedOn: '2026-03-11',
  };
  await service.receive('cn.jixiao.evaluation.UnitResultsAnnounced.v1', county, { ...announced, results });
  const due = await service.sql<{ partner_path: string }>('select partner_path from delivery order by partner_path');
  expect(due.map(({ partner_path }) => partner_path.split('/')[3])).toEqual(codes);
});
