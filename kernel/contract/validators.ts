// The validators of a contract, compiled at start: a schema that does not compile stops the start, not a request.
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { FieldFault } from '#kernel/problem/problem.ts';
import type { ContractDocument, JsonSchema, OperationContract, ParameterContract } from './document.ts';

/** What is wrong with a value, or nothing. A validator of parameters also fills in defaults and turns texts into numbers. */
export type Validate = (value: unknown) => readonly FieldFault[];

/** The validators of one operation. */
export interface OperationValidators {
  /** Of { path, query, header }, each an object of texts. */
  readonly parameters: Validate;
  /** By media type; absent where the body is streamed. */
  readonly bodies: ReadonlyMap<string, Validate>;
  /** By status, for successes. */
  readonly answers: ReadonlyMap<number, Validate>;
}

const faultsMax = 50;
const openApiWords = ['example', 'xml', 'externalDocs', 'discriminator'];

const withFormats = (ajv: Ajv2020): Ajv2020 => {
  // ajv-formats is CommonJS: its callable is the property `default` of what an ES module imports.
  addFormats.default(ajv);
  ajv.addVocabulary(openApiWords);
  return ajv;
};

const createAjv = (coerce: boolean): Ajv2020 =>
  withFormats(
    new Ajv2020({
      strict: true,
      // Unions such as [string, 'null'] are what OpenAPI 3.1 has for an absent value.
      allowUnionTypes: true,
      strictRequired: false,
      allErrors: true,
      coerceTypes: coerce,
      useDefaults: true,
    }),
  );

const expectedOf = (error: ErrorObject): string => {
  if (error.keyword === 'additionalProperties') return `no field «${String(error.params['additionalProperty'])}»`;
  if (error.keyword === 'unevaluatedProperties') return `no field «${String(error.params['unevaluatedProperty'])}»`;
  if (error.keyword === 'required') return `the field «${String(error.params['missingProperty'])}»`;
  if (error.keyword === 'enum') return `one of ${JSON.stringify(error.params['allowedValues'])}`;
  return error.message ?? error.keyword;
};

const pointerOf = (prefix: string, error: ErrorObject): string => {
  const missing: unknown =
    error.params['missingProperty'] ?? error.params['additionalProperty'] ?? error.params['unevaluatedProperty'];
  return (
    prefix +
    error.instancePath +
    (typeof missing === 'string' ? `/${missing.replaceAll('~', '~0').replaceAll('/', '~1')}` : '')
  );
};

const validateBy =
  (check: ValidateFunction, prefix: string): Validate =>
  (value) =>
    check(value)
      ? []
      : (check.errors ?? [])
          .slice(0, faultsMax)
          .map((error) => ({ pointer: pointerOf(prefix, error), code: error.keyword, expected: expectedOf(error) }));

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
  const [exact, coercing] = [createAjv(false), createAjv(true)];
  for (const ajv of [exact, coercing])
    ajv.addSchema({ $id: 'contract', $defs: anchored(document.components['schemas'] ?? {}) as JsonSchema });
  return new Map(
    operations.map((operation) => {
      const { parameters, bodies, answers } = operation;
      const parts = {
        type: 'object',
        properties: {
          path: partSchema(parameters, 'path'),
          query: partSchema(parameters, 'query'),
          header: partSchema(parameters, 'header'),
        },
      };
      const validators: OperationValidators = {
        parameters: validateBy(coercing.compile(anchored(parts) as JsonSchema), ''),
        bodies: new Map(
          [...bodies].flatMap(([type, schema]) =>
            schema === undefined
              ? []
              : [[type, validateBy(exact.compile(anchored(schema) as JsonSchema), '/body')] as const],
          ),
        ),
        answers: new Map(
          [...answers].flatMap(([status, schema]) =>
            schema === undefined
              ? []
              : [[status, validateBy(exact.compile(anchored(schema) as JsonSchema), '/body')] as const],
          ),
        ),
      };
      return [operation.operationId, validators];
    }),
  );
};
