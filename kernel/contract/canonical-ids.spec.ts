// An id has one spelling inside: lower case, wherever a contract has an id.
import { describe, expect, test } from 'vitest';
import { canonicalIds } from './canonical-ids.ts';
import { operationsOf } from './document.ts';
import { contractOf } from './load.ts';
import { compileValidators } from './validators.ts';

const [upper, lower] = ['5F0C3C3E-52A5-5C8F-9D5E-3F6C1F2B7A10', '5f0c3c3e-52a5-5c8f-9d5e-3f6c1f2b7a10'];
const id = { type: 'string', format: 'uuid' };
const components = {
  Id: id,
  Leaf: { type: 'object', properties: { id: { $ref: '#/components/schemas/Id' }, name: { type: 'string' } } },
  Tree: {
    type: 'object',
    properties: { id, children: { type: 'array', items: { $ref: '#/components/schemas/Tree' } } },
  },
};

describe('an id becomes lower case', () => {
  test.each<[string, object, unknown, unknown]>([
    ['by itself', id, upper, lower],
    ['in a text that may be one', { type: 'string', 'x-id': true }, upper, lower],
    ['by reference', { $ref: '#/components/schemas/Id' }, upper, lower],
    ['in a field', components.Leaf, { id: upper, name: upper }, { id: lower, name: upper }],
    ['in a list', { type: 'array', items: id }, [upper, lower], [lower, lower]],
    [
      'in records of a list',
      { type: 'array', items: { $ref: '#/components/schemas/Leaf' } },
      [{ id: upper }],
      [{ id: lower }],
    ],
    ['in a map', { type: 'object', additionalProperties: id }, { a: upper }, { a: lower }],
    ['as a name', { type: 'object', propertyNames: id, additionalProperties: true }, { [upper]: 1 }, { [lower]: 1 }],
    ['where it may be null', { oneOf: [id, { type: 'null' }] }, upper, lower],
    [
      'in an alternative',
      { oneOf: [{ type: 'object', properties: { a: id } }, components.Leaf] },
      { id: upper },
      { id: lower },
    ],
    ['behind a condition', { if: { type: 'null' }, else: { properties: { a: id } } }, { a: upper }, { a: lower }],
    [
      'at any depth',
      components.Tree,
      { children: [{ children: [{ id: upper }] }] },
      { children: [{ children: [{ id: lower }] }] },
    ],
  ])('%s', (_case, schema, given, wanted) => {
    expect(canonicalIds({ ...schema }, components)(given)).toEqual(wanted);
  });
});

describe('nothing else is changed', () => {
  test.each<[string, object, unknown]>([
    ['a text that looks like an id', { properties: { name: { type: 'string' } } }, { name: upper }],
    ['an id that is none', id, upper.slice(1)],
    ['a text that may be an id and is none', { type: 'string', 'x-id': true }, 'KEY-1'],
    [
      'a number, nothing, a list where a text should be',
      { properties: { a: id, b: id, c: id } },
      { a: 1, b: null, c: [upper] },
    ],
    ['a field that the schema does not have', components.Leaf, { other: upper, constructor: upper }],
    ['a schema without ids', { type: 'object', additionalProperties: true }, { a: { b: upper } }],
  ])('%s', (_case, schema, given) => {
    expect(canonicalIds({ ...schema }, components)(given)).toEqual(given);
  });
});

test('every id of a path and every id that the contracts ask for in a query becomes lower case', () => {
  for (const service of ['integration', 'indicators', 'targets', 'evaluation', 'incentives']) {
    const document = contractOf(service);
    const operations = operationsOf(service, document);
    const validators = compileValidators(document, operations);
    for (const operation of operations) {
      const canonical = validators.get(operation.operationId)?.canonical;
      const ids = operation.parameters.filter(({ schema }) => schema['$ref'] === '#/components/schemas/Id');
      const all = (part: string): Record<string, string> =>
        Object.fromEntries(ids.filter((each) => each.in === part).map(({ name }) => [name, upper]));
      const request = canonical?.({ path: all('path'), query: all('query') });
      for (const value of [...Object.values(request?.path ?? {}), ...Object.values(request?.query ?? {})])
        expect(value).toBe(lower);
    }
  }
});

test('the key of parked events, which may be an id, is read in either case', () => {
  const document = contractOf('targets');
  const validators = compileValidators(document, operationsOf('targets', document));
  const canonical = validators.get('redriveParkedKey')?.canonical;
  expect(canonical?.({ path: { key: upper }, query: {} }).path).toEqual({ key: lower });
  expect(canonical?.({ path: { key: 'KEY-1' }, query: {} }).path).toEqual({ key: 'KEY-1' });
});
