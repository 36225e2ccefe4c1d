// A sheet is read as a spreadsheet writes it: no value is changed on the way, and what can't be read says what to do.
import { describe, expect, it } from 'vitest';
import { inEnglish } from '#kernel/problem/terms.ts';
import { csv as csvFormat } from './csv-format.ts';

const header = 'element,unit,period,revision,value,status,asOf,reason';
const csv = (line: string, head = header) => {
  const format = csvFormat();
  format.read(head, 1);
  return format.read(line, 2);
};
const cells = ['A', 'u', 'p', 1, '2', 's', 'd', ''];

describe('a line of CSV', () => {
  it('gives its fields in the order of the header', () => {
    expect(csv('d,A,u,p,1,2,s,', 'asOf,element,unit,period,revision,value,status,reason')).toEqual(cells);
  });

  it('may quote', () => {
    expect(csv('A,u,p,1,2,s,d,"a ""b"", c"')).toEqual(cells.with(7, 'a "b", c'));
  });

  it.each([
    ['01', 3],
    ['1.0', 3],
    [' 1', 3],
    ["'1", 3],
    ['="1"', 3],
    ['\u00a0330381001000', 1],
    ["'330381001000", 1],
    ['3.30381E+11', 1],
    ['-1', 4],
    ['=1+1', 7],
    [' 漏报 ', 7],
  ])('keeps the cell %j as it is, for the row to be judged', (cell, place) => {
    const quoted = cell.includes('"') ? `"${cell.replaceAll('"', '""')}"` : cell;
    expect(csv(['A', 'u', 'p', '1', '2', 's', 'd', ''].with(place, quoted).join(','))).toEqual(cells.with(place, cell));
  });

  it.each([
    ['its last cell, which is the empty reason', 'A,u,p,1,2,s,d', header],
    ['the cells of columns without a name', 'A,u,p,1,2,s,d,', `${header},,`],
    ['both', 'A,u,p,1,2,s,d', `${header},,`],
  ])('may leave out %s', (_, line, head) => {
    expect([csv(line, head)].flat().slice(0, 7)).toEqual(cells.slice(0, 7));
  });

  it.each([
    ['behind the named ones', 'A,u,p,1,2,s,d,,,,', header],
    ['behind the named ones, as the header has them', 'A,u,p,1,2,s,d,,,', `${header},,`],
    ['that hold blanks alone', 'A,u,p,1,2,s,d,, ,\u3000,"",\u200b', `${header},,`],
    ['between the named ones', 'A,,u,p,1,2,s,d,', header.replace('element,', 'element,,')],
  ])('may have empty cells %s', (_, line, head) => {
    expect(csv(line, head)).toEqual(cells);
  });

  it.each([
    ['with too few columns', 'A,u,p', header, '应有 8 列，实有 3 列'],
    ['without a cell that may not be empty', 'A,u,p,1,2,s', header, '应有 8 列，实有 6 列'],
    ['with a value too many', 'A,u,p,1,2,s,d,,x', header, '应有 8 列，实有 9 列'],
    ['with a reason that was not quoted', 'A,u,p,1,2,s,d,漏报,复核', header, '应有 8 列，实有 9 列'],
    [
      'with a value in a column without a name',
      'A,x,u,p,1,2,s,d,',
      header.replace('element,', 'element,,'),
      '第 2 列有内容而没有列名',
    ],
    ['with an open quote', 'A,u,p,1,2,s,d,"x', header, '引号不成对，或者单元格内有换行，或者有其他 CSV 语法错误'],
    ['with a quote within', 'A,u,p,1,2,s,d,x"y', header, '引号不成对，或者单元格内有换行，或者有其他 CSV 语法错误'],
    ['of quotes that are open', '",,,,,,,', header, '引号不成对，或者单元格内有换行，或者有其他 CSV 语法错误'],
    ['with another separator', 'A;u;p;1;2;s;d;', header, '应有 8 列，实有 1 列'],
    ['that is the header again', header, header, '该行又是表头；合并文件时只保留第一个表头'],
    [
      'that is the header again, in its own width',
      `${header},,`,
      `${header},`,
      '该行又是表头；合并文件时只保留第一个表头',
    ],
  ])('%s is none', (_, line, head, why) => {
    const read = csv(line, head);
    expect(read).toMatchObject({ zh: why });
    expect(read).toMatchObject({ en: expect.stringMatching(/^[ -~]+$/) as string });
  });
});

describe('a blank row', () => {
  it.each([
    ',,,,,,,',
    ',',
    ',,,',
    ',,,,,,,,,,,,,,',
    ' , ,\t, ',
    '\u3000,\u3000',
    '\u00a0,\ufeff,\u200b',
    '"",""',
    '"","",,"",,,"",',
    '" ","\u3000"',
    '"",',
    ';;;;;;;',
    '，，，',
    '""',
  ])('of %j is no row', (line) => {
    expect(csv(line)).toBe('blank');
  });

  it.each(["',',", ',0,', ',-,', ',.', ',"a"', ',"""",'])('is none where a cell shows something: %j', (line) => {
    expect(csv(line)).not.toBe('blank');
  });
});

describe('the header', () => {
  it.each([
    ['with blanks around its names', ' element , unit,period\t,\u00a0revision,value\u3000,status,asOf, reason '],
    ['with names in quotes', header.replaceAll(/\w+/g, '"$&"')],
    ['with zero-width blanks in its names', header.replaceAll(/\w+/g, '\u200b$&\ufeff')],
    ['with columns without a name behind', `${header},,,`],
  ])('%s is read', (_, head) => {
    expect(csv('A,u,p,1,2,s,d,', head)).toEqual(cells);
  });

  it('may come behind blank rows and the line that names its separator', () => {
    const format = csvFormat();
    const lines = [',,,', 'sep=,', '"",', header, 'A,u,p,1,2,s,d,'];
    const read = lines.map((line, index) => format.read(line, index + 1));
    expect(read).toEqual(['blank', 'header', 'blank', 'header', cells]);
  });

  it.each(['sep=,', 'SEP=,', '"sep=,"', 'sep=,,,,,,,,'])('may come behind %j', (first) => {
    const format = csvFormat();
    expect([first, header].map((line, index) => format.read(line, index + 1))).toEqual(['header', 'header']);
  });

  const lacks = (field: string): [string, string] => [
    `CSV 表头缺少列 ${field}`,
    `CSV header lacks the column ${field}`,
  ];
  const by = (zh: string, en: string): [string, string] => [
    `列须以半角逗号分隔而不是${zh}`,
    `columns are to be separated by the comma and not by ${en}`,
  ];
  it.each([
    ['lacks a column', 'element,unit', ...lacks('period')],
    ['is a row', 'EC-1,330381001000,2025-03,1,2,confirmed,2025-04-08,', ...lacks('element')],
    ['is in other words', '数据元,区划,数据期,修订号,数值,状态,截止日期,原因', ...lacks('element')],
    [
      'has a column too many',
      `${header},more`,
      'CSV 表头有约定以外的列 more',
      'CSV header has a column beyond the contract, more',
    ],
    ['has a column twice', `${header},unit`, 'CSV 表头中有重复的列 unit', 'CSV header has more than one column unit'],
    ['is no CSV', '"element', 'CSV 表头无法读取', 'the CSV header can not be read'],
    ['has semicolons', header.replaceAll(',', ';'), ...by('分号', 'the semicolon')],
    [
      'has semicolons and quotes',
      header.replaceAll(/\w+/g, '"$&"').replaceAll(',', ';'),
      ...by('分号', 'the semicolon'),
    ],
    ['has tabs', header.replaceAll(',', '\t'), ...by('制表符', 'the tab')],
    ['has full-width commas', header.replaceAll(',', '，'), ...by('全角逗号', 'the full-width comma')],
    ['has bars', header.replaceAll(',', '|'), ...by('竖线', 'the vertical bar')],
    ['is announced with semicolons', 'sep=;', ...by('分号', 'the semicolon')],
    ['is announced with tabs', 'sep=\t', ...by('制表符', 'the tab')],
  ])('that %s refuses the sheet', (_, head, zh, en) => {
    expect(() => csv('', head)).toThrow(
      expect.objectContaining({ code: 'BATCH_UNREADABLE', params: { line: 1, reason: zh } }),
    );
    expect(inEnglish(zh)).toBe(en);
  });
});
