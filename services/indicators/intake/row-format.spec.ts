// NDJSON: what is a row, and what is none. CSV has its own spec.
import { describe, expect, it } from 'vitest';
import { rowFormatOf } from './row-format.ts';

const ndjson = (line: string) => rowFormatOf('application/x-ndjson').read(line, 1);
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
    expect(ndjson(line)).toMatchObject({ zh: why });
  });

  it('may hold quotes, and names of fields in its texts', () => {
    const reason = '"value":"3", \\ "value"';
    expect(ndjson(JSON.stringify({ ...fields, reason }))).toEqual(['A', 'u', 'p', 1, '2', 's', 'd', reason]);
  });
});
