// A refusal that knows a wrong text alone still says where the caller wrote it.
import { expect, test } from 'vitest';
import { placeOfText } from './place-of-text.ts';

const request = {
  path: { placeId: 'p-1' },
  query: { asOf: '2025-02-30' },
  body: { units: [{ code: '330381' }, { code: '33038x', 'a/b~c': 'odd' }], reason: 'long'.repeat(40) },
};

test.each([
  ['a text of the path', 'p-1', '/path/placeId'],
  ['a text of the query', '2025-02-30', '/query/asOf'],
  ['a text within a list', '33038x', '/body/units/1/code'],
  ['a field whose name is escaped (RFC 6901)', 'odd', '/body/units/1/a~1b~0c'],
  ['a text that was cut', `${'long'.repeat(15)}…`, '/body/reason'],
  ['a text that nobody wrote', '330382', undefined],
  ['a beginning that was not cut', '3303', undefined],
])('%s is found', (_, text, pointer) => {
  expect(placeOfText(request, text)).toBe(pointer);
});

test('the search ends in a body that is too large', () => {
  const values = Array.from({ length: 30_000 }, (_, index) => `v${index}`);
  expect(placeOfText({ path: {}, query: {}, body: values }, 'v5')).toBe('/body/5');
  expect(placeOfText({ path: {}, query: {}, body: values }, 'v29999')).toBeUndefined();
});
