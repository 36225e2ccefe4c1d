// Asking any operation of the contracts over HTTP, with everything that it wants but for the right caller.
import { randomUUID } from 'node:crypto';
import { bodiesOf, type ContractDocument, type OperationContract, operationsOf } from '#kernel/contract/document.ts';
import { contractOf } from '#kernel/contract/load.ts';
import { serviceNames } from '#kernel/database/provision.ts';
import { bodyOf, sampleOf } from '../bad-input/sample.ts';
import { requireListed } from '../support/listed-answer.ts';
import { placeCodes, placeIdOf } from '../support/small-directory.ts';
import { plantedId, plantedKey } from './plant.ts';

/** An operation with the document that it stands in. */
export interface Asked {
  readonly name: string;
  readonly document: ContractDocument;
  readonly operation: OperationContract;
}

/** Every operation of the contracts. */
export const allOperations: readonly Asked[] = serviceNames.flatMap((service) => {
  const document = contractOf(service);
  return operationsOf(service, document).map((operation) => ({
    name: `${service}.${operation.operationId}`,
    document,
    operation,
  }));
});

const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The body that the contract shows; undefined where there is none, and a text where it is no JSON. */
const sampleBody = ({ document, operation }: Asked): unknown => {
  const raw = document.paths[operation.path]?.[operation.method];
  const media = raw === undefined ? undefined : bodiesOf(document, raw)['application/json'];
  if (media !== undefined) return bodyOf(document, { ...media });
  return operation.streamed ? '{}' : undefined;
};

/** Whether the request says which county it is about: in its query, in its path or in its body. */
export const namesCounty = (asked: Asked): boolean => {
  const body = sampleBody(asked);
  return asked.operation.parameters.some(({ name }) => name === 'county') || (isFields(body) && 'county' in body);
};

/** Whether the path names a record of a county: all that a path can name but a partner's feed and a list of the export. */
export const namesRecord = ({ operation }: Asked): boolean => /\{(?!feed\}|list\}|county\})\w+\}/.test(operation.path);

const pathValues: Readonly<Record<string, string>> = {
  feed: 'hr',
  list: 'decisions',
  placeId: placeIdOf(placeCodes.first),
  key: plantedKey,
};

/** What a request says: the county that it names, the id of the record that it means, and whether all else fits the contract. */
export interface Question {
  readonly county: string | null;
  /** The planted one by its id, by the same id in upper case, or one that is not there. */
  readonly record: 'planted' | 'in upper case' | 'unknown';
  readonly fitting: boolean;
}

const planted = (name: string): string => pathValues[name] ?? plantedId;

/** Whether a name of the path is an id: codes tell upper case from lower. */
const isId = ({ parameters }: OperationContract, name: string): boolean =>
  parameters.some((one) => one.name === name && one.schema['$ref'] === '#/components/schemas/Id');

const urlOf = ({ document, operation }: Asked, { county, record, fitting }: Question): string => {
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => {
    if (name === 'county') return String(county);
    if (name === 'feed' || name === 'list' || name === 'key') return pathValues[name] ?? '';
    if (record === 'planted') return planted(name);
    if (record === 'in upper case') return isId(operation, name) ? planted(name).toUpperCase() : planted(name);
    return randomUUID();
  });
  const query = operation.parameters
    .filter(({ in: part, name, required }) => part === 'query' && (name === 'county' || (fitting && required)))
    .map(({ name, schema }): [string, string] => [
      name,
      String(name === 'county' ? county : sampleOf(document, schema)),
    ]);
  return `/api/v1/${operation.service}${path}?${new URLSearchParams(query).toString()}`;
};

const anyId = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** What the contract shows, about the county, with the planted record wherever an id is named. */
const bodyFor = (asked: Asked, { county, fitting }: Question): string => {
  const body = fitting ? sampleBody(asked) : {};
  const about = isFields(body) && 'county' in body ? { ...body, county } : body;
  return JSON.stringify(about).replaceAll(anyId, plantedId);
};

/** An answer, without what differs from request to request. */
export interface Answer {
  readonly status: number;
  readonly code: string;
  readonly text: string;
}

/** A version that no record has: a command that reaches its record goes no further. */
const strangeVersion = '"v999999"';

/** Asks an operation of a system. */
export const ask = async (
  url: string,
  token: string | undefined,
  asked: Asked,
  question: Question,
): Promise<Answer> => {
  const { operation } = asked;
  const [type] = [...operation.bodies.keys()];
  const response = await fetch(url + urlOf(asked, question), {
    method: operation.method.toUpperCase(),
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(type === undefined ? {} : { 'content-type': type }),
      ...(question.fitting && operation.idempotencyKey ? { 'idempotency-key': randomUUID() } : {}),
      ...(question.fitting && operation.ifMatch ? { 'if-match': strangeVersion } : {}),
    },
    ...(type === undefined ? {} : { body: bodyFor(asked, question) }),
  });
  const text = await response.text();
  const body: unknown = response.headers.get('content-type')?.includes('json') === true ? JSON.parse(text) : {};
  const code = isFields(body) && response.status >= 400 ? String(body['code']) : '';
  requireListed(asked.document, operation, { status: response.status, code });
  // The instance is the trace of the request.
  return { status: response.status, code, text: text.replace(/"instance":"[^"]*"/, '') };
};
