// Who names one of several alternatives is told the faults of that one; who names none is told their names.
import { describe, expect, test } from 'vitest';
import { withAlternativesDecided } from './alternatives.ts';
import type { JsonSchema, OperationContract } from './document.ts';
import { compileValidators } from './validators.ts';

const rule = (type: string, fields: readonly string[]): JsonSchema => ({
  type: 'object',
  required: ['type', ...fields],
  additionalProperties: false,
  properties: { type: { const: type }, ...Object.fromEntries(fields.map((field) => [field, { type: 'string' }])) },
});
const schemas = {
  Completion: rule('completion', ['cap', 'floor']),
  Deduction: rule('deduction', ['perEvent']),
  Rule: {
    oneOf: [{ $ref: '#/components/schemas/Completion' }, { $ref: '#/components/schemas/Deduction' }],
    discriminator: { propertyName: 'type', mapping: { completion: '#/components/schemas/Completion' } },
  },
  Mean: {
    oneOf: [
      { type: 'object', required: ['method'], properties: { method: { enum: ['latest', 'sum'] } } },
      {
        type: 'object',
        required: ['method', 'precision'],
        properties: { method: { enum: ['mean'] }, precision: { type: 'integer' } },
      },
    ],
  },
  Perhaps: { oneOf: [{ $ref: '#/components/schemas/Completion' }, { type: 'null' }] },
};
const body = {
  type: 'object',
  required: ['rule'],
  properties: {
    rule: { $ref: '#/components/schemas/Rule' },
    mean: { $ref: '#/components/schemas/Mean' },
    perhaps: { $ref: '#/components/schemas/Perhaps' },
  },
};
const operation = {
  operationId: 'tryRule',
  parameters: [],
  bodies: new Map([['application/json', body]]),
  answers: new Map(),
} as unknown;
const check = compileValidators({ paths: {}, components: { schemas } }, [operation as OperationContract])
  .get('tryRule')
  ?.bodies.get('application/json');
const faultsOf = (value: unknown): readonly string[] =>
  (check?.(value) ?? []).map(({ pointer, code, expected }) => `${pointer} ${code}: ${expected}`);

const deduction = { type: 'deduction', perEvent: '2' };

describe('a value of several alternatives', () => {
  test.each([
    ['that fits the one it names has no fault', { rule: deduction }, []],
    [
      'lacks a field of the one it names',
      { rule: { type: 'completion', cap: '1' } },
      ['/body/rule/floor required: the field «floor»'],
    ],
    [
      'has a field of another',
      { rule: { ...deduction, cap: '1' } },
      ['/body/rule/cap additionalProperties: no field «cap»'],
    ],
    [
      'names none of them',
      { rule: { type: 'lottery', perEvent: '2' } },
      ['/body/rule/type enum: one of ["completion","deduction"]'],
    ],
    [
      'names them by another type',
      { rule: { type: 7, perEvent: '2' } },
      ['/body/rule/type enum: one of ["completion","deduction"]'],
    ],
    ['names nothing', { rule: { perEvent: '2' } }, ['/body/rule/type required: the field «type»']],
    ['is no object', { rule: 'deduction' }, ['/body/rule type: must be object']],
    ['names the second value of one', { rule: deduction, mean: { method: 'sum' } }, []],
    [
      'lacks what its value asks for, without a discriminator in the contract',
      { rule: deduction, mean: { method: 'mean' } },
      ['/body/mean/precision required: the field «precision»'],
    ],
    ['is null where it may be', { rule: deduction, perhaps: null }, []],
    [
      'is not null and lacks a field: being null is not asked of it',
      { rule: deduction, perhaps: { type: 'completion', cap: '1' } },
      ['/body/perhaps/floor required: the field «floor»'],
    ],
  ] as const)('%s', (_, value, want) => {
    expect(faultsOf(value)).toEqual(want);
  });
});

describe('alternatives stay what they are', () => {
  test.each([
    ['where two share a value', [rule('a', ['x']), rule('a', ['y'])]],
    ['where the field may be left out', [{ ...rule('a', []), required: [] }, rule('b', [])]],
    [
      'where the field may have other values',
      [rule('a', []), { ...rule('b', []), properties: { type: { type: 'string' } } }],
    ],
    ['where null is one of three', [rule('a', []), rule('b', []), { type: 'null' }]],
    ['where there is none', []],
  ])('%s', (_, oneOf) => {
    expect(withAlternativesDecided({ oneOf }, {})).toEqual({ oneOf });
  });
});
