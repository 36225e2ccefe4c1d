// A body of many faulty rows is refused at no more cost than one of a few: nobody else waits for it.
import { describe, expect, test } from 'vitest';
import { serviceNames } from '#kernel/database/provision.ts';
import { type JsonSchema, type OperationContract, operationsOf } from './document.ts';
import { contractOf } from './load.ts';
import { compileValidators, type Validate } from './validators.ts';

const few = 250;
const many = 100_000;

const checkOf = (schema: JsonSchema, components: Readonly<Record<string, JsonSchema>> = {}): Validate => {
  const operation: unknown = {
    operationId: 'send',
    parameters: [],
    bodies: new Map([['application/json', schema]]),
    answers: new Map(),
  };
  const document = { paths: {}, components: { schemas: components } };
  const check = compileValidators(document, [operation as OperationContract])
    .get('send')
    ?.bodies.get('application/json');
  return check ?? (() => []);
};

const row: JsonSchema = {
  type: 'object',
  required: ['value'],
  properties: { value: { $ref: '#/components/schemas/Text' } },
};
const components = { Row: row, Text: { type: 'string' } };
const rows = (maxItems: number): JsonSchema => ({
  type: 'array',
  maxItems,
  items: { $ref: '#/components/schemas/Row' },
});

describe('a list', () => {
  test('that is too long is told so, and its items are not looked at', () => {
    const faults = checkOf(rows(10), components)(Array.from({ length: many }, () => ({})));
    expect(faults.map(({ pointer, code }) => [pointer, code])).toEqual([['/body', 'maxItems']]);
  });

  test('of faulty items is looked at until a few hundred faults are found', () => {
    const faults = checkOf(rows(many), components)(Array.from({ length: many }, () => ({})));
    expect(faults.length).toBeGreaterThan(50);
    expect(faults.length).toBeLessThanOrEqual(few);
  });

  test('of good items is looked at to its end', () => {
    const list = [...Array.from({ length: many - 1 }, () => ({ value: 'x' })), { value: 1 }];
    const faults = checkOf(rows(many), components)(list);
    expect(faults.map(({ pointer }) => pointer)).toEqual([`/body/${many - 1}/value`]);
  });

  test('that is too long is not searched for what is there twice', () => {
    const unique = { ...rows(10), items: { $ref: '#/components/schemas/Text' }, uniqueItems: true };
    const faults = checkOf(unique, components)(Array.from({ length: many }, (_, index) => `x${index}`));
    expect(faults.map(({ code }) => code)).toEqual(['maxItems']);
    expect(checkOf(unique, components)(['a', 'b', 'a']).map(({ code }) => code)).toEqual(['uniqueItems']);
  });
});

test('a map with too many fields is told so, and its values are not looked at', () => {
  const map = { type: 'object', maxProperties: 20, additionalProperties: { $ref: '#/components/schemas/Text' } };
  const check = checkOf(map, components);
  const large = Object.fromEntries(Array.from({ length: many }, (_, index) => [`k${index}`, 1]));
  expect(check(large).map(({ code }) => code)).toEqual(['maxProperties']);
  expect(check({ a: 'x', b: 1 }).map(({ pointer }) => pointer)).toEqual(['/body/b']);
});

describe.each(serviceNames)('of the operations of %s', (service) => {
  const contract = contractOf(service);
  const validators = compileValidators(contract, operationsOf(service, contract));
  const resolved = (schema: JsonSchema): JsonSchema => {
    const name = typeof schema['$ref'] === 'string' ? schema['$ref'].split('/').at(-1) : undefined;
    return name === undefined ? schema : (contract.components['schemas']?.[name] as JsonSchema);
  };
  const lists = operationsOf(service, contract).flatMap(({ operationId, bodies }) => {
    const properties = resolved(bodies.get('application/json') ?? {})['properties'] ?? {};
    return Object.entries(properties as Record<string, JsonSchema>)
      .filter(([, schema]) => resolved(schema)['type'] === 'array')
      .map(([field]) => [operationId, field] as const);
  });

  test('none goes through all items of a list that is wrong from its beginning', () => {
    const faults = lists.map(([operationId, field]) => {
      const check = validators.get(operationId)?.bodies.get('application/json');
      return { operationId, count: check?.({ [field]: Array.from({ length: 20_000 }, () => ({})) }).length ?? 0 };
    });
    expect(faults.filter(({ count }) => count > few || count === 0)).toEqual([]);
  });
});
