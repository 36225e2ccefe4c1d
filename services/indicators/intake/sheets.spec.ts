// Sheets as people save them: blank rows are left out and counted, another encoding is named, and what contradicts itself is not chosen.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { operations } from '#contracts/generated/indicators.ts';
import { element, indicatorsUnderTest, ndjson, people, row, send } from '../../../tests/support/observations.ts';
import type { ServiceUnderTest } from '../../../tests/support/service.ts';
import { county, placeCodes } from '../../../tests/support/small-directory.ts';
import type { Received } from '../handler.ts';

let service: ServiceUnderTest<operations, Received>;
beforeAll(async () => {
  service = await indicatorsUnderTest();
});
afterAll(() => service.stop());

const contentType = 'text/csv';
const header = 'element,unit,period,revision,value,status,asOf,reason';
const line = (unit: string, period: string): string => `EC-1,${unit},${period},1,12.50,confirmed,2025-08-31,`;
const { first, second } = placeCodes;

const rejected = async (batchId: string): Promise<[number, string, string][]> => {
  const { body } = await service.ask('listRejectedRows', { path: { batchId } }, people.office);
  return body.records.map((one) => [one.line, one.code, one.reason]);
};

describe('blank rows', () => {
  test('at the end of a sheet are left out and counted, and refuse nothing', async () => {
    const sheet = [
      header,
      line(first, '2025-01'),
      line(second, '2025-01'),
      ',,,,,,,',
      '',
      ',,,,,,,',
      '"","",,,,,,',
      '',
    ];
    const { body } = await send(service, [sheet.join('\r\n')], {
      period: '2025-01',
      contentType,
      mode: 'all-or-nothing',
    });
    expect(body).toMatchObject({ state: 'accepted', rowCount: 2, addedCount: 2, rejectedCount: 0, blankCount: 4 });
  });

  test('between rows do not move the numbers of the lines', async () => {
    const sheet = [header, ',,,,,,,', '', line('330381998000', '2025-02'), line(first, '2025-02')];
    const { body } = await send(service, [sheet.join('\n')], { period: '2025-02', contentType });
    expect(body).toMatchObject({ rowCount: 2, blankCount: 2 });
    expect((await rejected(body.id)).map(([at, code]) => [at, code])).toEqual([[4, 'UNIT_UNKNOWN']]);
  });

  test.each([
    ['a header alone', `${header}\r\n,,,,,,,\r\n`],
    ['nothing', ' \n\n'],
  ])('are no rows: %s is an empty batch', async (_case, sheet) => {
    expect(await send(service, [sheet], { period: '2025-02', contentType })).toMatchObject({
      status: 400,
      code: 'BATCH_EMPTY',
    });
  });
});

describe('a sheet in another encoding is refused with what to do', () => {
  const text = `${header}\r\n${line(first, '2025-03')}\r\n`;
  const swapped = (bytes: Buffer): Buffer => Buffer.from(bytes).swap16();
  test.each<[string, Buffer, string]>([
    ['UTF-16 as Excel writes it', Buffer.from(`\ufeff${text}`, 'utf16le'), 'UTF-16'],
    ['UTF-16 without a mark', Buffer.from(text, 'utf16le'), 'UTF-16'],
    ['UTF-16 of big machines', swapped(Buffer.from(`\ufeff${text}`, 'utf16le')), 'UTF-16'],
    ['UTF-16 of big machines without a mark', swapped(Buffer.from(text, 'utf16le')), 'UTF-16'],
    // 数据元 in GBK.
    ['GBK', Buffer.concat([Buffer.from([0xca, 0xfd, 0xbe, 0xdd, 0xd4, 0xaa]), Buffer.from(text)]), 'not in UTF-8'],
  ])('%s', async (_case, bytes, words) => {
    const answer = await send(service, [bytes], { period: '2025-03', contentType });
    expect(answer).toMatchObject({ status: 400, code: 'BATCH_UNREADABLE', params: { line: 1 } });
    expect(answer.params['reason']).toContain(words);
    expect(answer.params['reason']).toContain('CSV UTF-8');
  });

  test('NDJSON in UTF-16 too', async () => {
    const bytes = Buffer.from(`\ufeff${ndjson([row()]).join('')}`, 'utf16le');
    expect(await send(service, [bytes])).toMatchObject({ status: 400, code: 'BATCH_UNREADABLE' });
  });

  test('and a single row in GBK is that row’s fault alone', async () => {
    const bytes = Buffer.concat([
      Buffer.from(`${header}\n${line(first, '2025-03')}\nEC-1,${second},2025-03,1,7,corrected,2025-04-01,`),
      Buffer.from([0xb4, 0xed]),
    ]);
    const { body } = await send(service, [bytes], { period: '2025-03', contentType });
    expect(body).toMatchObject({ addedCount: 1, rejectedCount: 1 });
    expect(await rejected(body.id)).toMatchObject([[3, 'ROW_MALFORMED', expect.stringContaining('UTF-8')]]);
  });
});

describe('the same revision with different content in one batch', () => {
  const of = (value: string, more: object = {}) =>
    row({ unit: second, period: '2025-05', revision: 2, value, ...more });

  test.each<[string, readonly object[], readonly [number, string][]]>([
    [
      'in either order',
      [of('7'), of('8')],
      [
        [1, 'REVISION_CONFLICT'],
        [2, 'REVISION_CONFLICT'],
      ],
    ],
    [
      'among equal ones',
      [of('7'), of('7'), of('8')],
      [
        [1, 'REVISION_CONFLICT'],
        [2, 'REVISION_CONFLICT'],
        [3, 'REVISION_CONFLICT'],
      ],
    ],
    [
      'in its day alone',
      [of('7'), of('7', { asOf: '2025-06-09' })],
      [
        [1, 'REVISION_CONFLICT'],
        [2, 'REVISION_CONFLICT'],
      ],
    ],
    [
      'in its status alone',
      [of('7'), of('7', { status: 'preliminary' })],
      [
        [1, 'REVISION_CONFLICT'],
        [2, 'REVISION_CONFLICT'],
      ],
    ],
  ])('is refused as a whole, since nobody can choose: %s', async (_case, rows, wanted) => {
    const { body } = await send(service, ndjson(rows.map((one) => ({ asOf: '2025-06-08', ...one }))), {
      period: '2025-05',
    });
    expect(body).toMatchObject({ addedCount: 0 });
    expect((await rejected(body.id)).map(([at, code]) => [at, code])).toEqual(wanted);
  });

  test('names the other line', async () => {
    const { body } = await send(service, ndjson([of('7'), of('8')]), { period: '2025-05' });
    expect((await rejected(body.id)).map(([, , reason]) => reason)).toEqual([
      '第 2 次修订在本批次第 2 行另有不同的数值、状态、日期或原因，无法取舍',
      '第 2 次修订在本批次第 1 行另有不同的数值、状态、日期或原因，无法取舍',
    ]);
  });

  test('does not touch other revisions, nor a value that is written otherwise', async () => {
    const rows = [
      of('7.0'),
      of('7.00'),
      of('6', { revision: 1 }),
      of('9', { revision: 3 }),
      of('9.5', { revision: 3 }),
    ];
    const { body } = await send(service, ndjson(rows), { period: '2025-05' });
    expect(body).toMatchObject({ addedCount: 1, supersededCount: 1, rejectedCount: 3 });
    expect((await rejected(body.id)).map(([at, code]) => [at, code])).toEqual([
      [2, 'DUPLICATE_ROW'],
      [4, 'REVISION_CONFLICT'],
      [5, 'REVISION_CONFLICT'],
    ]);
  });
});

describe('a period of another frequency', () => {
  test.each([
    ['a quarter for a month', 'EC-1', '2025-Q1', '数据元 EC-1 按月报送，数据期应写作 2026-01'],
    ['a year for a month', 'EC-1', '2025', '数据元 EC-1 按月报送，数据期应写作 2026-01'],
    ['a month for a quarter', 'QT-1', '2025-03', '数据元 QT-1 按季报送，数据期应写作 2026-Q1'],
    ['a month for a year', 'YR-1', '2025-03', '数据元 YR-1 按年报送，数据期应写作 2026'],
  ])('is told which is wanted: %s', async (_case, code, period, reason) => {
    await service.ask(
      'putElements',
      { query: { county }, body: { elements: [element('YR-1', { frequency: 'year' })] } },
      people.integration,
    );
    const rows = [row({ element: code, period, asOf: '2025-08-31' })];
    const { body } = await send(service, ndjson(rows), { period, source: code });
    expect(await rejected(body.id)).toEqual([[1, 'PERIOD_WRONG', reason]]);
  });
});

describe('an as-of', () => {
  const asOf = (date: string, code = 'EC-1') => row({ element: code, period: '2025-06', asOf: date });

  test.each(['2023-06-30', '2025-05-31'])('of %s is before the period and refused', async (date) => {
    const { body } = await send(service, ndjson([asOf(date)]), { period: '2025-06' });
    expect(await rejected(body.id)).toEqual([
      [1, 'DATE_INVALID', `截止日期 ${date} 早于 2025-06-01，即该数据期可以有的最早日期`],
    ]);
  });

  test('of the first day of its period is taken', async () => {
    const { body } = await send(service, ndjson([asOf('2025-06-01')]), { period: '2025-06' });
    expect(body).toMatchObject({ addedCount: 1 });
  });

  test('may be as many days before it as the element says', async () => {
    const elements = [element('CENSUS', { asOfDaysBefore: 365 })];
    const put = await service.ask('putElements', { query: { county }, body: { elements } }, people.integration);
    expect(put).toMatchObject({ status: 200, body: { added: 1 } });
    const { body } = await send(service, ndjson([asOf('2024-06-01', 'CENSUS')]), { period: '2025-06' });
    expect(body).toMatchObject({ addedCount: 1 });
    const late = await send(service, ndjson([{ ...asOf('2024-05-31', 'CENSUS'), revision: 2 }]), { period: '2025-06' });
    expect(await rejected(late.body.id)).toMatchObject([[1, 'DATE_INVALID', expect.stringContaining('2024-06-01')]]);
  });
});
