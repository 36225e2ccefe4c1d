// Sheets as people save them: blank rows, separators, encodings and line ends, from the bytes to what is stored.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { operations } from '#contracts/generated/indicators.ts';
import { indicatorsUnderTest, ndjson, people, row, type Sending, send } from '../../../tests/support/observations.ts';
import type { ServiceUnderTest } from '../../../tests/support/service.ts';
import { placeCodes } from '../../../tests/support/small-directory.ts';
import type { Received } from '../handler.ts';

let service: ServiceUnderTest<operations, Received>;
beforeAll(async () => {
  service = await indicatorsUnderTest();
});
afterAll(() => service.stop());

let months = 0;
/** A month that no other test has. */
const freshMonth = (): string => {
  months += 1;
  return `${2005 + Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}`;
};

const header = 'element,unit,period,revision,value,status,asOf,reason';
const line = (period: string, unit: string = placeCodes.first, reason = ''): string => {
  const status = reason === '' ? 'confirmed' : 'corrected';
  return `EC-1,${unit},${period},1,12.50,${status},2025-09-01,${reason}`;
};
const sheet = (chunks: readonly (string | Buffer)[], period: string, more: Sending = {}) =>
  send(service, chunks, { period, contentType: 'text/csv', mode: 'all-or-nothing', ...more });
const lines = (...all: readonly string[]): string[] => all.map((each) => `${each}\r\n`);
const reasons = async (period: string): Promise<(string | null)[]> => {
  const rows = await service.sql<{ reason: string | null }>(
    'select reason from observation where period = $1 order by place_id',
    [period],
  );
  return rows.map(({ reason }) => reason);
};
const listed = async (batchId: string) => {
  const { body } = await service.ask('listRejectedRows', { path: { batchId } }, people.office);
  return body.records;
};

describe('blank rows of a sheet', () => {
  test('are left out and counted, and refuse nothing', async () => {
    const period = freshMonth();
    const blank = [',,,,,,,', '', '"",""', '\u3000,\u00a0,\t', ',,,', ',,,,,,,,,,', '   '];
    const chunks = lines(
      ',,,,,,,',
      header,
      line(period),
      ...blank,
      line(period, placeCodes.second),
      ',,,,,,,',
      ',,,,,,,',
    );
    const { body } = await sheet(chunks, period);
    expect(body).toMatchObject({ state: 'accepted', rowCount: 2, addedCount: 2, rejectedCount: 0, blankCount: 10 });
    const shown = await service.ask('getObservationBatch', { path: { batchId: body.id } }, people.office);
    expect(shown.body.blankCount).toBe(10);
  });

  test('keep their numbers: a bad row is named by its line', async () => {
    const period = freshMonth();
    const { body } = await sheet(lines(header, ',,,,,,,', '', line(period, 'x'), ',,,'), period);
    expect(body).toMatchObject({ rowCount: 1, blankCount: 3 });
    expect(await listed(body.id)).toMatchObject([{ line: 4, code: 'ROW_MALFORMED', field: 'unit' }]);
  });

  test.each([
    ['alone', lines(',,,,,,,', ',,,,,,,'), 1],
    ['under a header', lines(header, ',,,,,,,', '""'), 1],
  ])('%s are no sheet', async (_, chunks, at) => {
    expect(await sheet(chunks, freshMonth())).toMatchObject({
      code: 'BATCH_UNREADABLE',
      params: { line: at, reason: '没有数据行' },
    });
  });

  test('are counted as none where there are none, and in NDJSON as its blank lines', async () => {
    const [one, other] = [freshMonth(), freshMonth()];
    expect((await sheet(lines(header, line(one)), one)).body).toMatchObject({ blankCount: 0 });
    const rows = ['\n', ...ndjson([row({ period: other })]), ' \r\n'];
    expect((await send(service, rows, { period: other })).body).toMatchObject({ rowCount: 1, blankCount: 2 });
  });

  test('are more than a batch may have rows, as Excel writes them, and take no time', { timeout: 60_000 }, async () => {
    const period = freshMonth();
    const many = function* (): Generator<string> {
      yield lines(header, line(period)).join('');
      for (let part = 0; part < 1_100; part += 1) yield ',,,,,,,\r\n'.repeat(1_000);
    };
    const { body } = await send(service, many(), { period, contentType: 'text/csv' });
    expect(body).toMatchObject({ state: 'accepted', rowCount: 1, blankCount: 1_100_000 });
  });
});

describe('a sheet', () => {
  test.each([
    ['with a byte order mark', (text: string) => [`\ufeff${text}`]],
    ['with line feeds', (text: string) => [text.replaceAll('\r\n', '\n')]],
    ['with carriage returns alone', (text: string) => [text.replaceAll('\r\n', '\r')]],
    ['with a mark and carriage returns', (text: string) => [`\ufeff${text.replaceAll('\r\n', '\r')}`]],
    ['that names its separator', (text: string) => [`sep=,\r\n${text}`]],
    ['with empty columns behind', (text: string) => [text.replaceAll('\r\n', ',,\r\n')]],
    ['without the last separator', (text: string) => [text.replaceAll(',\r\n', '\r\n')]],
    ['without its last line end', (text: string) => [text.trimEnd()]],
  ])('%s is taken', async (_, as) => {
    const period = freshMonth();
    const text = lines(header, line(period), line(period, placeCodes.second, '漏报')).join('');
    const { body } = await sheet(as(text), period);
    expect(body).toMatchObject({ state: 'accepted', rowCount: 2, addedCount: 2, blankCount: 0 });
    expect(new Set(await reasons(period))).toEqual(new Set(['漏报', null]));
  });

  test('has no value changed: what a spreadsheet left around it makes a rejected row', async () => {
    const period = freshMonth();
    const bad = [
      line(period).replace(placeCodes.first, `'${placeCodes.first}`),
      line(period).replace(placeCodes.first, `"=""${placeCodes.first}"""`),
      line(period).replace('12.50', '12.50\u00a0'),
      line(period).replace('12.50', '"1,234.50"'),
      line(period).replace(period, `${period} `),
    ];
    const { body } = await sheet(lines(header, ...bad), period);
    expect(body).toMatchObject({ state: 'refused', rejectedCount: 5 });
    expect((await listed(body.id)).map(({ line: at, field }) => [at, field])).toEqual([
      [2, 'unit'],
      [3, 'unit'],
      [4, 'value'],
      [5, 'value'],
      [6, 'period'],
    ]);
  });

  test('keeps a reason that looks like a formula as it is: it is a text', async () => {
    const period = freshMonth();
    await sheet(lines(header, line(period, placeCodes.first, '=合计口径调整')), period);
    expect(await reasons(period)).toEqual(['=合计口径调整']);
  });
});

// 漏报 and 决算 in GBK, and 漏录, whose bytes are also UTF-8 of two other characters.
const gbk = (...bytes: readonly number[]): Buffer => Buffer.from(bytes);
const reported = gbk(0xc2, 0xa9, 0xb1, 0xa8);
const mistakable = gbk(0xc2, 0xa9, 0xc2, 0xbc);
const withReason = (period: string, unit: string, reason: Buffer): Buffer =>
  Buffer.concat([Buffer.from(line(period, unit, '#').replace('#', '')), reason, Buffer.from('\r\n')]);

describe('a sheet that is not UTF-8', () => {
  const notUtf8 = (at: number) => ({
    status: 400,
    code: 'BATCH_UNREADABLE',
    params: { line: at, reason: expect.stringContaining('CSV UTF-8（逗号分隔）') as string },
  });
  const head = Buffer.from(`${header}\r\n`);

  test.each([
    ['in UTF-16LE', (text: string) => [Buffer.from(`\ufeff${text}`, 'utf16le')], 1],
    ['in UTF-16LE without a mark', (text: string) => [Buffer.from(text, 'utf16le')], 1],
    ['in UTF-16BE', (text: string) => [Buffer.from(`\ufeff${text}`, 'utf16le').swap16()], 1],
    [
      'in UTF-16BE without a mark, byte by byte',
      (text: string) => Array.from(Buffer.from(text, 'utf16le').swap16(), (byte) => Buffer.from([byte])),
      1,
    ],
    ['by its header', (text: string) => [gbk(0xca, 0xfd, 0xbe, 0xdd, 0x2c), Buffer.from(text)], 1],
  ])('%s is refused with what to do', async (_, as, at) => {
    const period = freshMonth();
    const answer = await sheet(as(lines(header, line(period)).join('')), period, { mode: 'keep-good' });
    expect(answer).toMatchObject(notUtf8(at));
  });

  test('by a later line is refused whole: its other texts may only look like UTF-8', async () => {
    const period = freshMonth();
    const chunks = [
      head,
      withReason(period, placeCodes.first, mistakable),
      withReason(period, placeCodes.second, reported),
    ];
    expect(await sheet(chunks, period, { mode: 'keep-good' })).toMatchObject(notUtf8(3));
    expect(await reasons(period)).toEqual([]);
  });
});

describe('NDJSON that is not UTF-8', () => {
  test.each(['utf16le', 'utf16be'])('in %s is refused whole', async (encoding) => {
    const period = freshMonth();
    const bytes = Buffer.from(ndjson([row({ period })]).join(''), 'utf16le');
    const answer = await send(service, [encoding === 'utf16le' ? bytes : bytes.swap16()], { period });
    expect(answer).toMatchObject({
      status: 400,
      code: 'BATCH_UNREADABLE',
      params: { reason: '不是 UTF-8 编码，而是 UTF-16；请以 UTF-8 编码发送' },
    });
  });

  test('in one line has that row rejected, by its number', async () => {
    const period = freshMonth();
    const [good = ''] = ndjson([row({ period })]);
    const [before = '', after = ''] = JSON.stringify(
      row({ period, unit: placeCodes.second, status: 'corrected', reason: '#' }),
    ).split('#');
    const { body } = await send(service, [good, before, reported, `${after}\n`], { period });
    expect(body).toMatchObject({ addedCount: 1, rejectedCount: 1 });
    expect(await listed(body.id)).toMatchObject([
      {
        line: 2,
        code: 'ROW_MALFORMED',
        reason: '该行无法读取：不是 UTF-8 编码（可能是 GBK 或 GB18030），请以 UTF-8 编码发送',
        reasonInEnglish: 'the row can not be read: it is not UTF-8, but maybe GBK or GB18030: send UTF-8',
      },
    ]);
  });
});

describe('a header', () => {
  test('that is too long is named as one', async () => {
    const answer = await sheet([`${header}${','.repeat(17_000)}\r\n`], freshMonth());
    expect(answer).toMatchObject({
      code: 'BATCH_UNREADABLE',
      params: { line: 1, reason: 'CSV 表头长于 16384 字节' },
    });
  });

  test('that comes again is a rejected row', async () => {
    const period = freshMonth();
    const { body } = await sheet(lines(header, line(period), header), period, { mode: 'keep-good' });
    expect(await listed(body.id)).toMatchObject([
      { line: 3, reason: expect.stringContaining('该行又是表头') as string },
    ]);
  });
});
