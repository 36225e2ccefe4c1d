// The answers to bad requests that follow from an operation's nature, so that no contract repeats them.
import type { OpenApiDocument, OpenApiOperation } from './bundle.ts';

const names: Readonly<Record<string, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  406: 'NotAcceptable',
  408: 'RequestTimeout',
  409: 'Conflict',
  412: 'PreconditionFailed',
  413: 'ContentTooLarge',
  414: 'UriTooLong',
  415: 'UnsupportedMediaType',
  417: 'ExpectationFailed',
  422: 'UnprocessableContent',
  428: 'PreconditionRequired',
  429: 'TooManyRequests',
  431: 'HeadersTooLarge',
  500: 'InternalServerError',
  501: 'NotImplemented',
  503: 'ServiceUnavailable',
  504: 'GatewayTimeout',
};

/** Whether a body is a stream of rows: it takes one of a few places (kernel/operation/execution.ts). */
const isStreamed = ({ requestBody }: OpenApiOperation): boolean =>
  /"(?:text\/csv|application\/x-ndjson)"/.test(JSON.stringify(requestBody ?? null));

const hasIfMatch = (operation: OpenApiOperation): boolean =>
  (operation.parameters ?? []).some(({ $ref, name }) => $ref?.endsWith('/IfMatch') === true || name === 'If-Match');

/** The statuses that an operation can answer with beside its own. */
export const standardStatuses = (method: string, path: string, operation: OpenApiOperation): readonly string[] => [
  '400',
  '401',
  '403',
  ...(path.includes('{') ? ['404'] : []),
  '406',
  '408',
  ...(method === 'get' ? [] : ['409']),
  ...(hasIfMatch(operation) ? ['412', '428'] : []),
  ...(operation.requestBody === undefined ? [] : ['413', '415']),
  '414',
  '417',
  '422',
  ...(isStreamed(operation) ? ['429'] : []),
  '431',
  '500',
  '501',
  '503',
  '504',
];

const completed = (method: string, path: string, operation: OpenApiOperation): OpenApiOperation => {
  const added = standardStatuses(method, path, operation).filter((status) => !(status in operation.responses));
  const responses = Object.fromEntries(
    [
      ...Object.entries(operation.responses),
      ...added.map((status) => [status, { $ref: `#/components/responses/${names[status]}` }] as const),
    ].sort(([a], [b]) => Number(a) - Number(b)),
  );
  return { ...operation, responses };
};

/** The document with these answers in each operation, and their components beside the others. */
export const withStandardResponses = (document: OpenApiDocument, shared: OpenApiDocument): OpenApiDocument => {
  const paths = Object.fromEntries(
    Object.entries(document.paths).map(([path, item]) => [
      path,
      Object.fromEntries(
        Object.entries(item).map(([method, operation]) => [method, completed(method, path, operation)]),
      ),
    ]),
  );
  const used = new Set(JSON.stringify(paths).match(/(?<=#\/components\/responses\/)[A-Za-z]+/g));
  const responses = Object.fromEntries(
    Object.entries(shared.components['responses'] ?? {}).filter(([name]) => used.has(name)),
  );
  const schemas = {
    ...document.components['schemas'],
    ...pick(shared.components['schemas'] ?? {}, ['Problem', 'FieldFault']),
  };
  return {
    ...document,
    paths,
    components: { ...document.components, responses: { ...document.components['responses'], ...responses }, schemas },
  };
};

const pick = (from: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(keys.filter((key) => key in from).map((key) => [key, from[key]]));
