// What a spreadsheet saved in another encoding is told apart from UTF-8 by its beginning.
import { describe, expect, it } from 'vitest';
import { inEnglish } from '#kernel/problem/terms.ts';
import { isWide, requireNarrow, sheetNotUtf8 } from './encoding.ts';

const header = 'element,unit,period,revision,value,status,asOf,reason\r\n';
const swapped = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
const wide32 = (text: string): Buffer => Buffer.from(Array.from(text, (each) => [each.charCodeAt(0), 0, 0, 0]).flat());

describe('a text of wide characters', () => {
  it.each([
    ['UTF-16LE with its mark', Buffer.from(`\ufeff${header}`, 'utf16le')],
    ['UTF-16BE with its mark', swapped(`\ufeff${header}`)],
    ['UTF-16LE without a mark', Buffer.from(header, 'utf16le')],
    ['UTF-16BE without a mark', swapped(header)],
    ['NDJSON in UTF-16LE', Buffer.from('{"element":"EC-1"}\n', 'utf16le')],
    ['a header of Chinese names in UTF-16LE with its mark', Buffer.from('\ufeff数据元,区划', 'utf16le')],
    ['UTF-32 with its mark', Buffer.concat([Buffer.from([0xff, 0xfe, 0, 0]), wide32(header)])],
    ['UTF-32 without a mark', wide32(header)],
    ['nothing but the mark', Buffer.from([0xff, 0xfe])],
  ])('is one: %s', (_, bytes) => {
    expect(isWide(bytes.subarray(0, 32))).toBe(true);
  });

  it.each([
    ['UTF-8', Buffer.from(header)],
    ['UTF-8 with its mark', Buffer.from(`\ufeff${header}`)],
    ['Chinese in UTF-8', Buffer.from('数据元,区划')],
    ['GBK', Buffer.from([0xca, 0xfd, 0xbe, 0xdd, 0x2c])],
    ['a NUL and a line end', Buffer.from('\0\n')],
    ['NULs alone', Buffer.alloc(32)],
    ['nothing', Buffer.alloc(0)],
    ['one byte', Buffer.from('a')],
  ])('is none: %s', (_, bytes) => {
    expect(isWide(bytes)).toBe(false);
  });
});

describe('a stream', () => {
  const passed = async (bytes: Buffer, isSheet: boolean): Promise<Buffer> => {
    const single = async function* (): AsyncGenerator<Buffer> {
      for (const byte of bytes) yield Buffer.from([byte]);
    };
    const out: Buffer[] = [];
    for await (const chunk of requireNarrow(single(), isSheet)) out.push(chunk);
    return Buffer.concat(out);
  };

  it.each(['', 'a', header, header.repeat(9)])('that begins with %j passes as it is, byte by byte', async (text) => {
    expect((await passed(Buffer.from(text), true)).toString()).toBe(text);
  });

  it.each([
    [true, '而是 UTF-16；请在电子表格中另存为', 'save the sheet as CSV UTF-8 (comma delimited)'],
    [false, '请以 UTF-8 编码发送', 'send UTF-8'],
  ])('in UTF-16 is refused with what to do (sheet: %s)', async (isSheet, zh, en) => {
    const failure = await passed(Buffer.from(header, 'utf16le'), isSheet).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: 'BATCH_UNREADABLE',
      params: { line: 1, reason: expect.stringContaining(zh) as string },
    });
    const { reason } = (failure as { params: { reason: string } }).params;
    expect(inEnglish(reason)).toContain(en);
  });

  it.each([
    ['an .xlsx', Buffer.from('PK\x03\x04\x14\x00\x06\x00[Content_Types].xml', 'latin1')],
    ['an .xls', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])],
  ])('that is %s is refused as the workbook that it is', async (_, bytes) => {
    const failure = await passed(bytes, true).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'BATCH_UNREADABLE', params: { line: 1 } });
    const { reason } = (failure as { params: { reason: string } }).params;
    expect(reason).toContain('是电子表格的工作簿而不是文本；请在电子表格中另存为“CSV UTF-8（逗号分隔）”');
    expect(inEnglish(reason)).toBe(
      'it is the workbook of a spreadsheet and no text; save the sheet as CSV UTF-8 (comma delimited)',
    );
  });

  it('that begins like a workbook and is a text passes', async () => {
    expect((await passed(Buffer.from('PK,unit\n'), true)).toString()).toBe('PK,unit\n');
  });

  it('that is not UTF-8 has its English', () => {
    expect(inEnglish(sheetNotUtf8)).toMatch(/^it is not UTF-8, but maybe GBK or GB18030; save the sheet as/);
  });
});
