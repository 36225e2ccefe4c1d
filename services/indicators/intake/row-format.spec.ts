// NDJSON and CSV say the same in two ways; what is neither is told apart.
import { describe, expect, it } from 'vitest';
import { rowFormatOf } from './row-format.ts';

const header = 'element,unit,period,revision,value,status,asOf,reason';
const csv = (line: string, head = header) => {
  const format = rowFormatOf('text/csv');
  format.header?.(head);
  return format.read(line);
};
const ndjson = (line: string) => rowFormatOf('application/x-ndjson').read(line);
const fields = { element: 'A', unit: 'u', period: 'p', revision: 1, value: '2', status: 's', asOf: 'd', reason: null };

describe('a line of NDJSON', () => {
  it('gives its fields in any order', () => {
    const line = JSON.stringify(Object.fromEntries(Object.entries(fields).toReversed()));
    expect(ndjson(line)).toEqual(['A', 'u', 'p', 1, '2', 's', 'd', null]);
  });

  it('may leave out the reason', () => {
    const { reason: _reason, ...others } = fields;
    expect(ndjson(JSON.stringify(others))).toEqual(['A', 'u', 'p', 1, '2', 's', 'd', undefined]);
  });

  it.each([
    ['text', 'element=A', '不是有效的 JSON'],
    ['half an object', '{"element":"A"', '不是有效的 JSON'],
    ['two objects', '{}{}', '不是有效的 JSON'],
    ['a list', '[]', '不是 JSON 对象'],
    ['null', 'null', '不是 JSON 对象'],
    ['a number', '7', '不是 JSON 对象'],
    ['an object without a field', '{"element":"A"}', '缺少字段 unit'],
    ['an object with a field too many', JSON.stringify({ ...fields, more: 1 }), '有约定以外的字段'],
    ['an object with a field twice', `{"value":"1",${JSON.stringify(fields).slice(1)}`, '字段 value 出现不止一次'],
    [
      'an object with an escaped field twice',
      `{"val\\u0075e":"1",${JSON.stringify(fields).slice(1)}`,
      '字段 value 出现不止一次',
    ],
    ['a field by inheritance', `{"__proto__":${JSON.stringify(fields)}}`, '缺少字段 element'],
  ])('that is %s is none', (_, line, why) => {
    expect(ndjson(line)).toBe(why);
  });
});

describe('a line of CSV', () => {
  it('gives its fields in the order of the header', () => {
    expect(csv('d,A,u,p,1,2,s,', 'asOf,element,unit,period,revision,value,status,reason')).toEqual([
      'A',
      'u',
      'p',
      1,
      '2',
      's',
      'd',
      '',
    ]);
  });

  it('may quote', () => {
    expect(csv('A,u,p,1,2,s,d,"a ""b"", c"')).toEqual(['A', 'u', 'p', 1, '2', 's', 'd', 'a "b", c']);
  });

  it('keeps a revision that is no number as it is, for the row to be rejected', () => {
    expect(csv('A,u,p,01,2,s,d,')).toContain('01');
  });

  it.each([
    ['with too few columns', 'A,u,p', '应有 8 列，实有 3 列'],
    ['with too many columns', 'A,u,p,1,2,s,d,,x', '应有 8 列，实有 9 列'],
    ['with an open quote', 'A,u,p,1,2,s,d,"x', '引号不成对，或者有其他 CSV 语法错误'],
    ['with a quote within', 'A,u,p,1,2,s,d,x"y', '引号不成对，或者有其他 CSV 语法错误'],
  ])('%s is none', (_, line, why) => {
    expect(csv(line)).toBe(why);
  });

  it.each([
    ['separators', ',,,,,,,'],
    ['fewer separators', ',,'],
    ['more separators', ',,,,,,,,,,'],
    ['blanks and tabs', ' ,\t, ,,,,,'],
    ['full-width blanks', '\u3000,\u3000,,,,,,'],
    ['blanks that do not break', '\u00a0,,,,,,,'],
    ['quotes of nothing', '"","","","","","","",""'],
  ])('of %s alone is blank', (_, line) => {
    expect(csv(line)).toBeUndefined();
  });

  it('may have blank cells behind its columns, as its header may', () => {
    const wanted = ['A', 'u', 'p', 1, '2', 's', 'd', ''];
    expect(csv('A,u,p,1,2,s,d,,,')).toEqual(wanted);
    expect(csv('A,u,p,1,2,s,d,,,', `${header},,`)).toEqual(wanted);
    expect(csv('A,u,p,1,2,s,d,', `${header},, `)).toEqual(wanted);
    expect(csv('A,u,p,1,2,s,d,', ' element , unit,period,revision,value,status,asOf,reason\u3000')).toEqual(wanted);
  });

  it('keeps a value as it is: nothing is trimmed, and no apostrophe is dropped', () => {
    expect(csv("A,u,p,1, 7,s,d,'x")).toEqual(['A', 'u', 'p', 1, ' 7', 's', 'd', "'x"]);
  });

  it('comes behind the line that names the separator, and behind blank rows', () => {
    const format = rowFormatOf('text/csv');
    expect(['sep=,', ',,,', header].map((line) => format.header?.(line))).toEqual([false, false, true]);
  });

  it.each([
    ['semicolons', header.replaceAll(',', ';'), 'semicolons'],
    ['tabs', header.replaceAll(',', '\t'), 'tabs'],
    ['full-width commas', header.replaceAll(',', '，'), 'full-width commas'],
    ['another separator by its first line', 'sep=;', 'commas'],
    ['carriage returns between its lines', `${header}\rA,u,p,1,2,s,d,`, 'LF or CRLF'],
    ['a column twice', `${header},unit`, 'the column unit twice'],
    ['a column of another name', `${header},单位`, 'no column 单位'],
  ])('under a header with %s says so', (_, head, words) => {
    expect(() => csv('', head)).toThrow(
      expect.objectContaining({
        code: 'BATCH_UNREADABLE',
        params: { line: 1, reason: expect.stringContaining(words) },
      }),
    );
  });

  it.each([
    ['lacks a column', 'element,unit'],
    ['has a column too many', `${header},more`],
    ['has a column twice', `${header},unit`],
    ['is no CSV', '"element'],
  ])('under a header that %s refuses the batch', (_, head) => {
    expect(() => csv('', head)).toThrow('BATCH_UNREADABLE');
  });
});
