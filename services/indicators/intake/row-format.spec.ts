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
    ['a field by inheritance', `{"__proto__":${JSON.stringify(fields)}}`, '缺少字段 element'],
    ['a row with a field twice', JSON.stringify(fields).replace('{', '{"value":"3",'), '字段 value 重复出现'],
    [
      'a row with a field twice in the same words',
      JSON.stringify(fields).replace('{', '{"value":"2",'),
      '字段 value 重复出现',
    ],
    ['a row with a number twice', JSON.stringify(fields).replace('{', '{"revision":1,'), '字段 revision 重复出现'],
    [
      'a row with a field twice, once in escapes',
      JSON.stringify(fields).replace('{', '{"\\u0076alue":"3",'),
      '字段 value 重复出现',
    ],
    [
      'a row with a field twice in a field',
      JSON.stringify({ ...fields, reason: 0 }).replace(':0', ':{"a":1,"a":1}'),
      '字段 reason/a 重复出现',
    ],
    [
      'a row with a field twice behind a text of quotes',
      `{"reason":"\\"","reason":"",${JSON.stringify(fields).slice(1)}`,
      '字段 reason 重复出现',
    ],
    ['the lack of a field, whose name another text holds', '{"element":"\\"unit\\":","unit":"u"}', '缺少字段 period'],
  ])('that is %s is none', (_, line, why) => {
    expect(ndjson(line)).toBe(why);
  });

  it('may hold quotes, and names of fields in its texts', () => {
    const reason = '"value":"3", \\ "value"';
    expect(ndjson(JSON.stringify({ ...fields, reason }))).toEqual(['A', 'u', 'p', 1, '2', 's', 'd', reason]);
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
    ['with too many columns', 'A,u,p,1,2,s,d,,', '应有 8 列，实有 9 列'],
    ['with an open quote', 'A,u,p,1,2,s,d,"x', '引号不成对，或者有其他 CSV 语法错误'],
    ['with a quote within', 'A,u,p,1,2,s,d,x"y', '引号不成对，或者有其他 CSV 语法错误'],
  ])('%s is none', (_, line, why) => {
    expect(csv(line)).toBe(why);
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
