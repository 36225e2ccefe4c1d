// A bundled OpenAPI document, read into routes and validators. What the contract does not name does not exist.

import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { pointerTo } from '#kernel/values/pointer.ts';
import type { FieldFault } from './refusal.ts';

type Parameter = { readonly name: string; readonly in: string; readonly required?: boolean; readonly schema: object };
type Ref = { readonly $ref: string };
type Content = Readonly<Record<string, unknown>>;
type Response = { readonly content?: Content };
type OperationObject = {
  readonly operationId: string;
  readonly parameters?: readonly (Parameter | Ref)[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, Response | Ref>>;
};
type Document = {
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};

/** Fills in defaults and turns texts into the types of the schema, in place; returns what does not fit. */
export type Check = (value: unknown) => readonly FieldFault[];

export type Operation = {
  readonly operationId: string;
  readonly method: string;
  /** Matches the whole path; its groups are the path parameters. */
  readonly pattern: RegExp;
  readonly checkPath: Check;
  readonly checkQuery: Check;
  /** Declared headers only, by their names in lower case; others are none of the contract's business. */
  readonly checkHeaders: Check;
  /** Absent when the operation takes no body. */
  readonly checkBody?: Check;
  /** By status and media type: whether an answer fits. The key of a range is `5XX`. */
  readonly answers: ReadonlyMap<string, Check>;
};

const documentId = 'https://contract.invalid/document';
const methods = ['get', 'put', 'post', 'delete'] as const;
const errorsMax = 20;

const pointerStep = (text: string): string => text.replaceAll('~1', '/').replaceAll('~0', '~');

const lookUp = (document: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[pointerStep(step)], document);

/** A place in the document: references are followed, so that the pointer is that of the thing itself. */
const resolve = (document: unknown, pointer: string): { readonly value: unknown; readonly pointer: string } => {
  const value = lookUp(document, pointer);
  const reference = (value as Ref | undefined)?.$ref;
  if (reference !== undefined) return resolve(document, reference.slice(1));
  if (value === undefined) throw new Error(`The contract has nothing at ${pointer}`);
  return { value, pointer };
};

const toCheck =
  (validate: ValidateFunction, base: string): Check =>
  (value) =>
    validate(value) ? [] : (validate.errors ?? []).slice(0, errorsMax).map((error) => faultOf(error, base));

const faultOf = (error: ErrorObject, base: string): FieldFault => {
  const { missingProperty, additionalProperty } = error.params as Record<string, string | undefined>;
  const field = missingProperty ?? additionalProperty;
  const pointer =
    field === undefined ? `${base}${error.instancePath}` : pointerTo(`${base}${error.instancePath}`, field);
  return { pointer, expected: `${error.keyword}: ${error.message ?? ''}` };
};

/** A path template as a pattern; every parameter is one segment. */
const patternOf = (template: string): RegExp =>
  new RegExp(`^${template.replaceAll(/\{(\w+)\}/g, (_, name: string) => `(?<${name}>[^/]+)`)}$`);

type Compile = (schema: object) => ValidateFunction;

const checkParameters = (
  parameters: readonly Parameter[],
  where: 'path' | 'query' | 'header',
  compile: Compile,
): Check => {
  const inHeader = where === 'header';
  const ours = parameters
    .filter((parameter) => parameter.in === where)
    .map((parameter) => (inHeader ? { ...parameter, name: parameter.name.toLowerCase() } : parameter));
  const schema = {
    type: 'object',
    properties: Object.fromEntries(ours.map(({ name, schema }) => [name, schema])),
    required: ours.filter(({ required }) => required).map(({ name }) => name),
    additionalProperties: inHeader,
  };
  return toCheck(compile(schema), `/${where}`);
};

/** Schemas inside the document are named by their pointer, so that their own references keep their base. */
const pointed = (pointer: string): object => ({ $ref: `${documentId}#${pointer}` });

const answersOf = (
  document: Document,
  pointer: string,
  operation: OperationObject,
  compile: Compile,
): Map<string, Check> => {
  const answers = new Map<string, Check>();
  for (const status of Object.keys(operation.responses)) {
    const response = resolve(document, `${pointer}/responses/${status}`);
    const { content } = response.value as Response;
    for (const media of Object.keys(content ?? {})) {
      const schema = pointed(pointerTo(response.pointer, 'content', media, 'schema'));
      answers.set(`${status} ${media}`, toCheck(compile(schema), ''));
    }
    if (content === undefined) answers.set(`${status} `, () => []);
  }
  return answers;
};

type Compilers = { readonly strict: Compile; readonly coercing: Compile };

/** Parameters of the path item and of the operation, with their schemas named by their place. */
const parametersOf = (document: Document, path: string, pointer: string): readonly Parameter[] => {
  const item = pointerTo('/paths', path);
  return [item, pointer].flatMap((holder) => {
    const declared = lookUp(document, `${holder}/parameters`) as readonly unknown[] | undefined;
    return (declared ?? []).map((_, at) => {
      const { value, pointer: there } = resolve(document, `${holder}/parameters/${at}`);
      return { ...(value as Parameter), schema: pointed(`${there}/schema`) };
    });
  });
};

const readOperation = (
  document: Document,
  path: string,
  method: string,
  { strict, coercing }: Compilers,
): Operation => {
  const pointer = pointerTo('/paths', path, method);
  const operation = resolve(document, pointer).value as OperationObject;
  const parameters = parametersOf(document, path, pointer);
  const bodySchema = pointed(`${pointer}/requestBody/content/application~1json/schema`);
  return {
    operationId: operation.operationId,
    method: method.toUpperCase(),
    pattern: patternOf(`${document.servers[0]?.url ?? ''}${path}`),
    checkPath: checkParameters(parameters, 'path', coercing),
    checkQuery: checkParameters(parameters, 'query', coercing),
    checkHeaders: checkParameters(parameters, 'header', strict),
    ...(operation.requestBody === undefined ? {} : { checkBody: toCheck(strict(bodySchema), '/body') }),
    answers: answersOf(document, pointer, operation, strict),
  };
};

/** Reads the operations of a bundled document (all, or the named ones), and compiles their validators. */
export const readContract = (source: unknown, only?: readonly string[]): readonly Operation[] => {
  const document = source as Document;
  const options = { allErrors: true, strict: true, strictTypes: false, validateSchema: false } as const;
  const compiler = (more: object): Compile => {
    const ajv = new Ajv2020({ ...options, ...more });
    addFormats.default(ajv);
    // The document itself is taken for a schema on the way to the schemas inside it.
    ajv.addVocabulary(['example', 'openapi', 'info', 'servers', 'security', 'tags', 'paths', 'components']);
    ajv.addSchema(document, documentId);
    return (schema) => ajv.compile(schema);
  };
  const compilers = { strict: compiler({}), coercing: compiler({ coerceTypes: true, useDefaults: true }) };
  return Object.entries(document.paths).flatMap(([path, item]) =>
    methods
      .filter((method) => {
        const operation = item[method] as OperationObject | undefined;
        return operation !== undefined && (only === undefined || only.includes(operation.operationId));
      })
      .map((method) => readOperation(document, path, method, compilers)),
  );
};
