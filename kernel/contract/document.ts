// A bundled contract as programs read it: the operations of one service, in the order of the document.

/** A JSON Schema of draft 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>;

interface RawParameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: JsonSchema;
}
interface Reference {
  readonly $ref: string;
}
interface RawMedia {
  readonly schema?: JsonSchema;
}
interface RawResponse {
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Readonly<Record<string, RawMedia>>;
}
interface RawBody {
  readonly required?: boolean;
  readonly content: Readonly<Record<string, RawMedia>>;
}
interface RawOperation {
  readonly operationId: string;
  readonly parameters?: readonly (RawParameter | Reference)[];
  readonly requestBody?: RawBody | Reference;
  readonly responses: Readonly<Record<string, RawResponse | Reference>>;
  readonly 'x-authority': string;
  readonly 'x-audit': string;
  readonly 'x-body-bytes-max'?: number;
  readonly 'x-personal'?: boolean;
}

/** A bundled OpenAPI 3.1 document, as `contracts/generated/<service>.json` holds it. */
export interface ContractDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, RawOperation>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** A parameter of an operation. */
export interface ParameterContract {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: JsonSchema;
}

/** One operation of a contract. */
export interface OperationContract {
  readonly service: string;
  readonly operationId: string;
  /** Lower case, as in the document. */
  readonly method: string;
  /** As in the document, `/plans/{planId}`, below the service's prefix. */
  readonly path: string;
  readonly authority: string;
  /** The audit event, or `none` for what changes nothing. */
  readonly audit: string;
  /** Whether it changes something: it takes an Idempotency-Key or If-Match. */
  readonly command: boolean;
  readonly idempotencyKey: boolean;
  readonly ifMatch: boolean;
  /** Whether the request or the answer holds personal data: nothing of either is kept, and a repetition runs again. */
  readonly personal: boolean;
  readonly parameters: readonly ParameterContract[];
  /** Media type → schema of the body; a type without a JSON schema is streamed to the handler. */
  readonly bodies: ReadonlyMap<string, JsonSchema | undefined>;
  readonly streamed: boolean;
  readonly bodyBytesMax: number;
  /** Status → schema of the JSON answer, for successes. */
  readonly answers: ReadonlyMap<number, JsonSchema | undefined>;
}

const KIB = 1_024;
/** The limit of a body that does not name its own. */
export const bodyBytesMaxDefault: number = 64 * KIB;

const streamedTypes = new Set(['application/x-ndjson', 'text/csv']);

const resolve = (document: ContractDocument, reference: string): unknown => {
  const [, kind, group, name] = reference.split('/');
  if (kind !== 'components' || group === undefined || name === undefined)
    throw new Error(`The contract refers to ${reference}, which is not in it.`);
  return document.components[group]?.[name];
};

const isReference = (value: object): value is Reference => '$ref' in value;

const parametersOf = (document: ContractDocument, raw: RawOperation): ParameterContract[] =>
  (raw.parameters ?? []).map((entry) => {
    const parameter = (isReference(entry) ? resolve(document, entry.$ref) : entry) as RawParameter;
    return { name: parameter.name, in: parameter.in, required: parameter.required ?? false, schema: parameter.schema };
  });

/** The bodies of an operation by media type; a body may be a reference to one that several operations share. */
export const bodiesOf = (
  document: ContractDocument,
  raw: Pick<RawOperation, 'requestBody'>,
): Readonly<Record<string, RawMedia>> => {
  const { requestBody } = raw;
  if (requestBody === undefined) return {};
  const body = (isReference(requestBody) ? resolve(document, requestBody.$ref) : requestBody) as RawBody;
  return body.content;
};

const answersOf = (raw: RawOperation): Map<number, JsonSchema | undefined> => {
  const answers = new Map<number, JsonSchema | undefined>();
  for (const [status, response] of Object.entries(raw.responses)) {
    if (Number(status) >= 300 || isReference(response)) continue;
    answers.set(Number(status), response.content?.['application/json']?.schema);
  }
  return answers;
};

const operationOf = (
  service: string,
  document: ContractDocument,
  path: string,
  method: string,
  raw: RawOperation,
): OperationContract => {
  const parameters = parametersOf(document, raw);
  const header = (name: string): boolean =>
    parameters.some((parameter) => parameter.in === 'header' && parameter.name === name);
  const content = bodiesOf(document, raw);
  if (raw['x-authority'] === undefined || raw['x-audit'] === undefined) {
    throw new Error(`${service}.${raw.operationId} names no x-authority or no x-audit: silence means denied.`);
  }
  return {
    service,
    operationId: raw.operationId,
    method,
    path,
    authority: raw['x-authority'],
    audit: raw['x-audit'],
    idempotencyKey: header('Idempotency-Key'),
    ifMatch: header('If-Match'),
    personal: raw['x-personal'] ?? false,
    command: method !== 'get' && (header('Idempotency-Key') || header('If-Match')),
    parameters,
    bodies: new Map(
      Object.entries(content).map(([type, media]) => [type, streamedTypes.has(type) ? undefined : media.schema]),
    ),
    streamed: Object.keys(content).some((type) => streamedTypes.has(type)),
    bodyBytesMax: raw['x-body-bytes-max'] ?? bodyBytesMaxDefault,
    answers: answersOf(raw),
  };
};

/** The operations of a service's contract. Throws where one lacks what admission needs. */
export const operationsOf = (service: string, document: ContractDocument): readonly OperationContract[] =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, raw]) => operationOf(service, document, path, method, raw)),
  );
