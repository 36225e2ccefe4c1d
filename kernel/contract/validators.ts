// The validators of a contract, compiled at start: a schema that does not compile stops the start, not a request.
import type { ValidateFunction } from 'ajv/dist/2020.js';
import type { FieldFault } from '#kernel/problem/problem.ts';
import { createAjv } from './ajv.ts';
import { withAlternativesDecided } from './alternatives.ts';
import { bound } from './bounded.ts';
import { type Canonical, canonicalIds } from './canonical-ids.ts';
import type { ContractDocument, JsonSchema, OperationContract, ParameterContract } from './document.ts';
import { faultsOf } from './fault.ts';
import { wholeNumbersIn } from './whole-numbers.ts';

/**
 * What is wrong with a value, or nothing. Once a few hundred faults are found, no more items are looked at. A validator of
 * parameters also fills in defaults and turns texts into numbers.
 */
export type Validate = (value: unknown) => readonly FieldFault[];

/** The validators of one operation. */
export interface OperationValidators {
  /** Of { path, query, header }, each an object of texts. */
  readonly parameters: Validate;
  /** By media type; absent where the body is streamed. */
  readonly bodies: ReadonlyMap<string, Validate>;
  /** What `parameters` and `bodies` are given: the parts of a request with their ids in lower case. */
  readonly canonical: <Parts extends RequestParts>(request: Parts) => Parts;
  /** By status, for successes. */
  readonly answers: ReadonlyMap<number, Validate>;
}

/** The parts of a request that a caller writes. */
interface RequestParts {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  readonly contentType?: string;
  readonly body?: unknown;
}

/** Puts the ids of a request into lower case, wherever the contract has one. */
const canonicalRequest = (
  { parameters, bodies }: OperationContract,
  components: Readonly<Record<string, unknown>>,
): OperationValidators['canonical'] => {
  const path = canonicalIds(partSchema(parameters, 'path'), components);
  const query = canonicalIds(partSchema(parameters, 'query'), components);
  const byType = new Map(
    [...bodies].flatMap(([type, schema]) => (schema === undefined ? [] : [[type, canonicalIds(schema, components)]])),
  );
  return (request) => ({
    ...request,
    path: path(request.path),
    query: query(request.query),
    ...(request.body === undefined ? {} : { body: (byType.get(request.contentType ?? '') ?? same)(request.body) }),
  });
};

const same: Canonical = (value) => value;

const validateBy =
  (check: ValidateFunction, prefix: string): Validate =>
  (value) =>
    check(value) ? [] : faultsOf(check.errors ?? [], prefix);

/** The document's schemas stand as definitions under the id `contract`: references to them are written anew. */
const anchored = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(anchored);
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [
      key,
      key === '$ref' && typeof value === 'string'
        ? value.replace('#/components/schemas/', 'contract#/$defs/')
        : anchored(value),
    ]),
  );
};

const partSchema = (parameters: readonly ParameterContract[], part: ParameterContract['in']): JsonSchema => {
  const own = parameters.filter((parameter) => parameter.in === part);
  return {
    type: 'object',
    // A misspelt query parameter is refused; other headers are none of our business.
    additionalProperties: part === 'header',
    required: own.filter((parameter) => parameter.required).map((parameter) => parameter.name),
    properties: Object.fromEntries(own.map((parameter) => [parameter.name, parameter.schema])),
  };
};

/** Compiles the validators of one service's operations. Keys are operationIds. */
export const compileValidators = (
  document: ContractDocument,
  operations: readonly OperationContract[],
): ReadonlyMap<string, OperationValidators> => {
  const components = document.components['schemas'] ?? {};
  const ajv = createAjv({ allErrors: true, discriminator: true });
  bound(ajv);
  const prepared = (schema: unknown): JsonSchema => anchored(withAlternativesDecided(schema, components)) as JsonSchema;
  ajv.addSchema({ $id: 'contract', $defs: prepared(components) });
  const compiled = (schema: JsonSchema, prefix: string): Validate => validateBy(ajv.compile(prepared(schema)), prefix);
  const compiledEach = <Key>(schemas: ReadonlyMap<Key, JsonSchema | undefined>): ReadonlyMap<Key, Validate> =>
    new Map(
      [...schemas].flatMap(([key, schema]) =>
        schema === undefined ? [] : [[key, compiled(schema, '/body')] as const],
      ),
    );
  return new Map(
    operations.map((operation) => {
      const { operationId, parameters, bodies, answers } = operation;
      const parts = {
        type: 'object',
        properties: {
          path: partSchema(parameters, 'path'),
          query: partSchema(parameters, 'query'),
          header: partSchema(parameters, 'header'),
        },
      };
      const [toNumbers, validate] = [wholeNumbersIn(document, parameters), compiled(parts, '')];
      const validators: OperationValidators = {
        parameters: (value) => {
          toNumbers(value);
          return validate(value);
        },
        bodies: compiledEach(bodies),
        canonical: canonicalRequest(operation, components),
        answers: compiledEach(answers),
      };
      return [operationId, validators];
    }),
  );
};
