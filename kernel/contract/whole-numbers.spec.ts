// A whole number in a query is decimal digits: what JavaScript would also take for a number is a fault.
import { describe, expect, test } from 'vitest';
import type { OperationContract } from './document.ts';
import { compileValidators } from './validators.ts';

const operation = {
  operationId: 'list',
  parameters: [
    { name: 'limit', in: 'query', required: false, schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 } },
    { name: 'version', in: 'query', required: false, schema: { $ref: '#/components/schemas/Version' } },
    { name: 'name', in: 'query', required: false, schema: { type: 'string' } },
  ],
  bodies: new Map(),
  answers: new Map(),
} as unknown;
const components = { schemas: { Version: { type: 'integer', minimum: 1 } } };
const validate = compileValidators({ paths: {}, components }, [operation as OperationContract]).get('list')?.parameters;
const read = (query: Record<string, unknown>): unknown => {
  const request = { path: {}, query, header: {} };
  const faults = validate?.(request) ?? [];
  return faults.length === 0 ? request.query : faults.map(({ pointer, code }) => `${pointer} ${code}`);
};

describe('a whole number of the query', () => {
  test.each(['0x10', '1e2', ' 10', '10 ', '+10', '010', '10.0', '1_0', '１０', '', 'ten', 'true', '9'.repeat(17)])(
    '«%s» is none',
    (limit) => {
      expect(read({ limit })).toEqual(['/query/limit type']);
    },
  );

  test.each([
    [{ limit: '10' }, { limit: 10 }],
    [
      { limit: '200', version: '3' },
      { limit: 200, version: 3 },
    ],
    [{}, { limit: 50 }],
    [{ name: '10' }, { limit: 50, name: '10' }],
  ])('%j is read as %j', (query, want) => {
    expect(read(query)).toEqual(want);
  });

  test('below its minimum has that fault, not the one of its type', () => {
    expect(read({ limit: '-1' })).toEqual(['/query/limit minimum']);
  });

  test('sent twice is a fault', () => {
    expect(read({ limit: ['1', '2'] })).toEqual(['/query/limit type']);
  });
});
