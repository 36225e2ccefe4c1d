// A text that nobody could have meant is refused by its place, wherever it stands.
import { expect, test } from 'vitest';
import { textFaults } from './texts.ts';

const nested = (levels: number): unknown => Array.from({ length: levels }).reduce((value) => ({ in: value }), 'x');

test.each([
  ['in the body', { path: {}, query: {}, body: { list: [{ 'a/b': 'x\u0000' }] } }, ['/body/list/0/a~1b']],
  ['in the path', { path: { id: '\u0000' }, query: {}, body: undefined }, ['/path/id']],
  [
    'in the query, twice',
    { path: {}, query: { a: '\u0000', b: ['ok', '\u0000'] }, body: undefined },
    ['/query/a', '/query/b/1'],
  ],
  ['in a name', { path: {}, query: {}, body: { '\u0000': 1 } }, ['/body']],
  ['as half of a surrogate pair', { path: {}, query: {}, body: 'x\ud800' }, ['/body']],
  ['as another control character', { path: {}, query: {}, body: { title: '通知\u0001' } }, ['/body/title']],
  ['of the second set', { path: {}, query: {}, body: { title: '通知\u0085' } }, ['/body/title']],
  [
    'as the name that is no field',
    { path: {}, query: {}, body: JSON.parse('{"a":{"__proto__":1}}') as unknown },
    ['/body/a/__proto__'],
  ],
  [
    'that shows nothing',
    { path: {}, query: { purpose: '\u200b' }, body: { title: '\u3164' } },
    ['/query/purpose', '/body/title'],
  ],
  [
    'as a number that no double holds',
    { path: {}, query: {}, body: JSON.parse('{"n":[1e400]}') as unknown },
    ['/body/n/0'],
  ],
  ['that reorders what is read', { path: {}, query: {}, body: { title: '\u202e知通' } }, ['/body/title']],
])('what nobody can have meant %s is found', (_case, request, pointers) => {
  expect(textFaults(request).map(({ pointer }) => pointer)).toEqual(pointers);
});

test('ordinary texts pass, rare characters too', () => {
  expect(textFaults({ path: { id: '𠀀' }, query: {}, body: { name: '龘', note: '😀\n\t', n: 1, none: null } })).toEqual(
    [],
  );
});

test('a body that is nested beyond all use is refused, not walked for ever', () => {
  expect(textFaults({ path: {}, query: {}, body: nested(63) })).toEqual([]);
  expect(textFaults({ path: {}, query: {}, body: nested(200) })).toMatchObject([{ code: 'depth' }]);
});
