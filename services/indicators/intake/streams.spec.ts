// A batch may come in any chunks, as NDJSON or CSV, small or large: it ends the same, in constant memory.
import { Readable } from 'node:stream';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { operations } from '#contracts/generated/indicators.ts';
import { indicatorsUnderTest, ndjson, rejects, row, send } from '../../../tests/support/observations.ts';
import type { ServiceUnderTest } from '../../../tests/support/service.ts';
import { placeCodes } from '../../../tests/support/small-directory.ts';
import type { Received } from '../handler.ts';

const MEGABYTE = 1_048_576;
const manyUnits = Array.from({ length: 50_000 }, (_, index) => `3303819${String(index).padStart(5, '0')}`);

let service: ServiceUnderTest<operations, Received>;
beforeAll(async () => {
  service = await indicatorsUnderTest(manyUnits);
});
afterAll(() => service.stop());

type Texts = Readonly<Record<string, string>>;

const header = 'element,unit,period,revision,value,status,asOf,reason';
const quoted = (text: string): string => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const asCsv = (rows: readonly Texts[]): string[] => [
  `${header}\r\n`,
  ...rows.map(
    (each) =>
      `${header
        .split(',')
        .map((field) => quoted(each[field] ?? ''))
        .join(',')}\r\n`,
  ),
];
const asNdjson = (rows: readonly Texts[]): string[] =>
  ndjson(
    rows.map((each) =>
      /^[1-9]\d*$/.test(each['revision'] ?? '') ? { ...each, revision: Number(each['revision']) } : each,
    ),
  );

const rowTexts: fc.Arbitrary<Texts> = fc.record({
  element: fc.constantFrom('EC-1', 'EC-1', 'EC-2', 'EC-9', 'QT-1', ''),
  unit: fc.constantFrom(placeCodes.first, placeCodes.second, placeCodes.abroad, '330381', '330381998000'),
  period: fc.constantFrom('own', 'own', 'own', '2025-03', ''),
  revision: fc.constantFrom('1', '1', '2', '0', 'x', '10000'),
  value: fc.constantFrom('12.50', '12.5', '0', '99999', '1.234', 'x', '', '1e3'),
  status: fc.constantFrom('preliminary', 'confirmed', 'corrected', 'final'),
  asOf: fc.constantFrom('2025-04-08', '2025-04-31', '2099-01-01'),
  reason: fc.constantFrom('', '', '漏报', '因 "甲", 乙', '因\\t丙\\', ' '),
});

const monthOf = (index: number): string =>
  `${2001 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;

const stored = (period: string) =>
  service.sql(
    'select element_code, place_id, revision, value, status, as_of, reason from observation where period = $1 order by 1, 2, 3',
    [period],
  );

describe('the same rows as NDJSON and as CSV', () => {
  test('are kept and rejected alike', async () => {
    let month = 0;
    const outcome = async (rows: readonly Texts[], contentType: string) => {
      const period = monthOf((month += 1));
      const own = rows.map((each) => (each['period'] === 'own' ? { ...each, period } : each));
      const chunks = contentType === 'text/csv' ? asCsv(own) : asNdjson(own);
      const { body } = await send(service, chunks, { period, contentType });
      const headerLines = contentType === 'text/csv' ? 1 : 0;
      const listed = await rejects(service, body.id);
      const { rowCount, addedCount, supersededCount, rejectedCount } = body;
      return {
        counts: [rowCount, addedCount, supersededCount, rejectedCount],
        rejected: listed.map(([line, code, field]) => [Number(line) - headerLines, code, field]),
        stored: await stored(period),
      };
    };
    const property = fc.asyncProperty(fc.array(rowTexts, { minLength: 1, maxLength: 30 }), async (rows) => {
      expect(await outcome(rows, 'text/csv')).toEqual(await outcome(rows, 'application/x-ndjson'));
    });
    await fc.assert(property, { seed: 20_251_123, numRuns: 40 });
  });
});

describe('a stream', () => {
  test('ends the same wherever its chunks end', async () => {
    const rows = (period: string): Buffer =>
      Buffer.from(
        ndjson(
          [{}, { unit: placeCodes.second, status: 'corrected', reason: '漏报' }].map((each) =>
            row({ period, asOf: '2025-04-08', ...each }),
          ),
        ).join(''),
      );
    const one = await send(service, [rows('2025-01')], { period: '2025-01' });
    const bytes = rows('2025-02');
    const single = Array.from(bytes, (byte) => Buffer.from([byte]));
    expect((await send(service, single, { period: '2025-02' })).body).toMatchObject({
      addedCount: 2,
      rejectedCount: 0,
    });
    expect(await stored('2025-02')).toEqual(await stored(one.body.period));
  });

  test('with bad bytes, a line without end and NUL has its bad lines listed, and the good ones kept', async () => {
    const good = (unit: string): Buffer => Buffer.from(ndjson([row({ unit, period: '2025-04' })]).join(''));
    const chunks = [
      good(placeCodes.first),
      Buffer.from([0xff, 0xfe, 0x0a]),
      Buffer.from(`{"element":"${'x'.repeat(40_000)}"}\n`),
      Buffer.from(`\0\n`),
      Buffer.from(`${JSON.stringify(row({ period: '2025-04', status: 'corrected', reason: 'a\0b' }))}\n`),
      good(placeCodes.second),
    ];
    const { body } = await send(service, chunks, { period: '2025-04' });
    expect(body).toMatchObject({ rowCount: 6, addedCount: 2, rejectedCount: 4 });
    const malformed = (await rejects(service, body.id)).map(([line, code]) => [line, code]);
    expect(malformed).toEqual([2, 3, 4, 5].map((line) => [line, 'ROW_MALFORMED']));
  });

  test('that breaks off leaves nothing', async () => {
    const broken = function* (): Generator<string> {
      yield ndjson([row({ period: '2025-05' })]).join('');
      throw new Error('the connection was lost');
    };
    expect(await send(service, broken(), { period: '2025-05' })).toMatchObject({ status: 400, code: 'UPLOAD_CUT_OFF' });
    expect(await stored('2025-05')).toEqual([]);
  });

  test('that broke off before it was read ends at once, and gives its connection back', async () => {
    // More of them than there are connections: one that waited for ever would be missed by the next.
    for (let attempt = 0; attempt < 6; attempt += 1) {
      const stream = Readable.from([ndjson([row({ period: '2025-05' })]).join('')]);
      stream.destroy();
      expect(await send(service, stream, { period: '2025-05' })).toMatchObject({ status: 400, code: 'UPLOAD_CUT_OFF' });
    }
    expect(await stored('2025-05')).toEqual([]);
    expect((await send(service, ndjson([row({ period: '2025-05' })]), { period: '2025-05' })).status).toBe(201);
  });
});

describe('100,000 rows', () => {
  const rowsOf = function* (period: string): Generator<string> {
    let line = 0;
    for (const unit of manyUnits) {
      for (const element of ['EC-1', 'EC-2']) {
        line += 1;
        yield* ndjson([row({ unit, element, period, value: line % 1_000 === 0 ? '-1' : '12.50' })]);
      }
    }
  };

  test('with a bad one in a thousand are taken in constant memory', async () => {
    const before = process.memoryUsage().rss;
    let most = 0;
    const watched = function* (): Generator<string> {
      for (const line of rowsOf('2025-06')) {
        most = Math.max(most, process.memoryUsage.rss());
        yield line;
      }
    };
    const { body } = await send(service, watched(), { period: '2025-06' });
    expect(body).toMatchObject({ state: 'partly-accepted', rowCount: 100_000, addedCount: 99_900, rejectedCount: 100 });
    expect((await rejects(service, body.id)).map(([line]) => line).slice(0, 3)).toEqual([1_000, 2_000, 3_000]);
    expect((most - before) / MEGABYTE).toBeLessThan(150);
  });

  test('that are all bad list the first 10,000 and count the others', async () => {
    const bad = function* (): Generator<string> {
      for (let line = 1; line <= 100_000; line += 1) yield '{"element":\n';
    };
    const { body } = await send(service, bad(), { period: '2025-06' });
    expect(body).toMatchObject({ state: 'refused', rejectedCount: 100_000 });
    const [listed] = await service.sql<{ count: string; last: number }>(
      'select count(*) as count, max(line) as last from rejected_row where batch_id = $1',
      [body.id],
    );
    expect(listed).toEqual({ count: '10000', last: 10_000 });
  });
});
