// An OpenAPI 3.1 document as routes for fastify. Ajv holds the whole document and a route names each schema by its place in it, so a
// reference means what JSON Schema 2020-12 says: its siblings count, and it may lead to another reference (ADR 0027).
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/** A bundled OpenAPI document: all references stay inside it. */
export type Contract = {
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, object>>;
};

type Reference = { readonly $ref: string };
type Parameter = {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: Reference;
};
type Media = Readonly<Record<string, { readonly schema: Reference }>>;

/** One operation with its path as fastify writes it, and its schemas where fastify looks for them. */
export type Route = {
  readonly operationId: string;
  readonly method: string;
  readonly url: string;
  readonly schema: {
    readonly params: object;
    readonly querystring: object;
    readonly headers: object;
    readonly body?: object;
    readonly response: Readonly<Record<string, { readonly content: Media }>>;
  };
};

const documentId = 'contract';
const methods = ['get', 'put', 'post', 'delete'] as const;

const escaped = (step: string): string => step.replaceAll('~', '~0').replaceAll('/', '~1');
const unescaped = (step: string): string => step.replaceAll('~1', '/').replaceAll('~0', '~');
const toReference = (pointer: string): Reference => ({ $ref: `${documentId}#${pointer}` });

/** The value at a place of the document, and the place. A reference is followed, so both are those of its target. */
const find = (contract: Contract, pointer: string): { readonly value: object; readonly pointer: string } => {
  const steps = pointer.split('/').slice(1).map(unescaped);
  const value =
    steps.reduce<object | undefined>((at, step) => (at as Record<string, object> | undefined)?.[step], contract) ?? {};
  return '$ref' in value ? find(contract, String(value.$ref).slice(1)) : { value, pointer };
};

const findParameters = (contract: Contract, holder: string): readonly Parameter[] =>
  Object.keys(find(contract, `${holder}/parameters`).value).map((index) => {
    const { value, pointer } = find(contract, `${holder}/parameters/${index}`);
    return { ...(value as Parameter), schema: toReference(`${pointer}/schema`) };
  });

/** The schemas of a request body or an answer by media type. */
const findMedia = (contract: Contract, holder: string): Media => {
  const pointer = `${find(contract, holder).pointer}/content`;
  const medias = Object.keys(find(contract, pointer).value);
  return Object.fromEntries(
    medias.map((media) => [media, { schema: toReference(`${pointer}/${escaped(media)}/schema`) }]),
  );
};

const toObjectSchema = (parameters: readonly Parameter[], additionalProperties: boolean): object => ({
  type: 'object',
  properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, schema])),
  required: parameters.filter(({ required }) => required).map(({ name }) => name),
  additionalProperties,
});

const toRoute = (contract: Contract, path: string, method: string): Route => {
  const item = `/paths/${escaped(path)}`;
  const pointer = `${item}/${method}`;
  const { operationId, responses } = find(contract, pointer).value as { operationId: string; responses: object };
  const parameters = [item, pointer].flatMap((holder) => findParameters(contract, holder));
  const inside = (where: string): readonly Parameter[] => parameters.filter((parameter) => parameter.in === where);
  const headers = inside('header').map((header) => ({ ...header, name: header.name.toLowerCase() }));
  const body = findMedia(contract, `${pointer}/requestBody`)['application/json']?.schema;
  const answers = Object.keys(responses).map(
    (status) => [status, { content: findMedia(contract, `${pointer}/responses/${status}`) }] as const,
  );
  return {
    operationId,
    method: method.toUpperCase(),
    url: `${contract.servers[0]?.url ?? ''}${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
    schema: {
      params: toObjectSchema(inside('path'), false),
      querystring: toObjectSchema(inside('query'), false),
      headers: toObjectSchema(headers, true),
      ...(body === undefined ? {} : { body }),
      response: Object.fromEntries(answers),
    },
  };
};

/** The routes of all operations. */
export const toRoutes = (contract: Contract): readonly Route[] =>
  Object.entries(contract.paths).flatMap(([path, item]) =>
    methods.filter((method) => method in item).map((method) => toRoute(contract, path, method)),
  );

/** Compiles schemas that refer to the document. With `coerceTypes` a text becomes the number or boolean that its schema asks for. */
export const openSchemas = (
  contract: Contract,
  options: { readonly coerceTypes: boolean },
): ((schema: object) => ValidateFunction) => {
  const ajv = new Ajv2020({ allErrors: true, strictTypes: false, validateSchema: false, ...options });
  addFormats.default(ajv);
  // Ajv reads the document as a schema on the way to the schemas inside it.
  ajv.addVocabulary(['example', 'openapi', 'info', 'servers', 'security', 'tags', 'paths', 'components']);
  ajv.addSchema(contract, documentId);
  return (schema) => ajv.compile(schema);
};
