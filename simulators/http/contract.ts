// A bundled OpenAPI document, read into routes and validators. What the contract does not name does not exist.
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
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

const escaped = (text: string): string => text.replaceAll('~', '~0').replaceAll('/', '~1');

const toCheck =
  (validate: ValidateFunction, base: string): Check =>
  (value) =>
    validate(value) ? [] : (validate.errors ?? []).slice(0, errorsMax).map((error) => faultOf(error, base));

const faultOf = (error: ErrorObject, base: string): FieldFault => {
  const { missingProperty, additionalProperty } = error.params as Record<string, string | undefined>;
  const field = missingProperty ?? additionalProperty;
  const pointer = `${base}${error.instancePath}${field === undefined ? '' : `/${escaped(field)}`}`;
  return { pointer, expected: `${error.keyword}: ${error.message ?? ''}` };
};

/** A path template as a pattern; every parameter is one segment. */
const patternOf = (template: string): RegExp =>
  new RegExp(`^${template.replaceAll(/\{(\w+)\}/g, (_, name: string) => `(?<${name}>[^/]+)`)}$`);

type Compile = (schema: object) => ValidateFunction;

const checkParameters = (parameters: readonly Parameter[], where: string, compile: Compile): Check => {
  const ours = parameters.filter((parameter) => parameter.in === where);
  const schema = {
    type: 'object',
    properties: Object.fromEntries(ours.map(({ name, schema }) => [name, schema])),
    required: ours.filter(({ required }) => required).map(({ name }) => name),
    additionalProperties: false,
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
      const schema = pointed(`${response.pointer}/content/${escaped(media)}/schema`);
      answers.set(`${status} ${media}`, toCheck(compile(schema), ''));
    }
    if (content === undefined) answers.set(`${status} `, () => []);
  }
  return answers;
};

/** Reads all operations of a bundled document, and compiles their validators. */
export const readContract = (source: unknown): readonly Operation[] => {
  const document = source as Document;
  const options = { allErrors: true, strict: true, strictTypes: false, validateSchema: false } as const;
  const [strict, coercing] = [new Ajv2020(options), new Ajv2020({ ...options, coerceTypes: true, useDefaults: true })];
  for (const ajv of [strict, coercing]) {
    addFormats.default(ajv);
    ajv.addVocabulary(['example', 'openapi', 'info', 'servers', 'security', 'tags', 'paths', 'components']);
    ajv.addSchema(document, documentId);
  }
  const base = document.servers[0]?.url ?? '';
  return Object.entries(document.paths).flatMap(([path, item]) =>
    methods.flatMap((method): Operation[] => {
      if (item[method] === undefined) return [];
      const pointer = `/paths/${escaped(path)}/${method}`;
      const operation = resolve(document, pointer).value as OperationObject;
      const declared = [
        ...((item['parameters'] as readonly unknown[] | undefined) ?? []).map(
          (_, at) => `/paths/${escaped(path)}/parameters/${at}`,
        ),
        ...(operation.parameters ?? []).map((_, at) => `${pointer}/parameters/${at}`),
      ].map((at) => resolve(document, at));
      const parameters = declared.map(({ value, pointer: at }) => ({
        ...(value as Parameter),
        schema: pointed(`${at}/schema`),
      }));
      const bodyPointer = `${pointer}/requestBody/content/application~1json/schema`;
      return [
        {
          operationId: operation.operationId,
          method: method.toUpperCase(),
          pattern: patternOf(`${base}${path}`),
          checkPath: checkParameters(parameters, 'path', (schema) => coercing.compile(schema)),
          checkQuery: checkParameters(parameters, 'query', (schema) => coercing.compile(schema)),
          ...(operation.requestBody === undefined
            ? {}
            : { checkBody: toCheck(strict.compile(pointed(bodyPointer)), '/body') }),
          answers: answersOf(document, pointer, operation, (schema) => strict.compile(schema)),
        },
      ];
    }),
  );
};
