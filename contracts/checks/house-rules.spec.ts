// What every operation of every contract keeps to, so that none has to be remembered when the next is written.
import { describe, expect, it } from 'vitest';
import {
  type Bundle,
  type BundledOperation,
  bundleOf,
  operationsOf,
  resolved,
  type Schema,
  services,
} from './documents.ts';

const all = services.flatMap(operationsOf);
const named = (operation: BundledOperation): string => `${operation.service}.${operation.operationId}`;
const namesOf = (operations: readonly BundledOperation[]): readonly string[] => operations.map(named);
const takes = (operation: BundledOperation, name: string): boolean =>
  operation.parameters.some((parameter) => parameter['name'] === name);

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Walks every schema below one, references too, each component once. */
const walk = (bundle: Bundle, start: Schema, visit: (schema: Schema, at: string) => void): void => {
  const seen = new Set<unknown>();
  const step = (raw: Schema, at: string): void => {
    const schema = resolved(bundle, raw);
    if (seen.has(schema)) return;
    seen.add(schema);
    visit(schema, at);
    for (const [key, value] of Object.entries(isSchema(schema['properties']) ? schema['properties'] : {}))
      if (isSchema(value)) step(value, `${at}/${key}`);
    for (const key of ['items', 'additionalProperties']) if (isSchema(schema[key])) step(schema[key], `${at}/${key}`);
    for (const key of ['oneOf', 'anyOf', 'allOf'])
      for (const part of Array.isArray(schema[key]) ? (schema[key] as readonly Schema[]) : []) step(part, at);
  };
  step(start, '');
};

/** Faults of the JSON bodies that callers send, as a rule finds them. */
const inputFaults = (isFault: (schema: Schema) => boolean): readonly string[] =>
  all.flatMap((operation) => {
    const schema = operation.body?.['application/json']?.schema;
    const faults: string[] = [];
    if (schema !== undefined)
      walk(bundleOf(operation.service), schema, (part, at) => {
        if (isFault(part)) faults.push(`${named(operation)} ${at}`);
      });
    return faults;
  });

const boundedBy = ['enum', 'const', 'maxLength', 'format', 'pattern'] as const;

describe('each operation', () => {
  it('has a Chinese summary and a description that ends as a sentence', () => {
    expect(namesOf(all.filter(({ summary }) => !/^\p{Script=Han}/u.test(summary)))).toEqual([]);
    expect(namesOf(all.filter(({ description }) => !/\.\s*$/.test(description)))).toEqual([]);
  });

  it('names its authority as NOUN_VERB and its audit event in kebab case', () => {
    expect(namesOf(all.filter(({ authority }) => !/^[A-Z]+(_[A-Z]+)+$/.test(authority)))).toEqual([]);
    expect(namesOf(all.filter(({ audit }) => !/^[a-z]+(-[a-z]+)*$/.test(audit)))).toEqual([]);
  });

  it('is audited when it is a command', () => {
    const commands = all.filter((operation) => takes(operation, 'Idempotency-Key') || takes(operation, 'If-Match'));
    expect(namesOf(commands.filter(({ audit }) => audit === 'none'))).toEqual([]);
    expect(commands.length).toBeGreaterThan(40);
  });

  it('takes an Idempotency-Key when it posts, unless it changes nothing', () => {
    const keyless = all.filter((operation) => operation.method === 'POST' && !takes(operation, 'Idempotency-Key'));
    expect(namesOf(keyless)).toEqual(['evaluation.runTrial']);
  });

  it('answers with the new ETag when it takes If-Match', () => {
    const silent = all.filter(
      (operation) =>
        takes(operation, 'If-Match') &&
        operation.operationId !== 'startRun' &&
        !Object.entries(operation.responses).some(
          ([status, response]) =>
            status.startsWith('2') && 'ETag' in ((response['headers'] as object | undefined) ?? {}),
        ),
    );
    expect(namesOf(silent)).toEqual([]);
  });

  it('names its county when it lists what a county owns', () => {
    const lists = all.filter(
      ({ method, path, operationId }) => method === 'GET' && !path.includes('{') && operationId.startsWith('list'),
    );
    const free = lists.filter((operation) => !takes(operation, 'county'));
    expect(new Set(free.map(({ operationId }) => operationId))).toEqual(
      new Set(['listWatermarks', 'listParkedEvents']),
    );
  });
});

describe('each body that a caller sends', () => {
  it('is closed: a field that the contract does not know is refused', () => {
    // Weights are a map by class code; nothing else is open.
    const isOpen = (schema: Schema): boolean =>
      schema['type'] === 'object' && schema['additionalProperties'] !== false && schema['properties'] !== undefined;
    expect(inputFaults(isOpen)).toEqual([]);
  });

  it('has a limit on every text and every list', () => {
    const isEndless = (schema: Schema): boolean =>
      (schema['type'] === 'string' && !boundedBy.some((word) => word in schema)) ||
      (schema['type'] === 'array' && !('maxItems' in schema));
    expect(inputFaults(isEndless)).toEqual([]);
  });

  it('has a limit on every whole number', () => {
    expect(inputFaults((schema) => schema['type'] === 'integer' && !('maximum' in schema))).toEqual([]);
  });

  it('has no floating-point number: decimals are texts', () => {
    expect(inputFaults((schema) => schema['type'] === 'number')).toEqual([]);
  });
});

describe('each parameter', () => {
  const parameters = all.flatMap((operation) =>
    operation.parameters.map((raw) => ({ operation, parameter: resolved(bundleOf(operation.service), raw) })),
  );
  const faults = (isFault: (parameter: Schema, schema: Schema) => boolean): readonly string[] =>
    parameters
      .filter(({ operation, parameter }) =>
        isFault(parameter, resolved(bundleOf(operation.service), (parameter['schema'] ?? {}) as Schema)),
      )
      .map(({ operation, parameter }) => `${named(operation)} ${String(parameter['name'])}`);

  it('of a query says what it is for', () => {
    expect(faults(({ in: place, description }) => place === 'query' && description === undefined)).toEqual([]);
  });

  it('has a limit', () => {
    const isEndless = (schema: Schema): boolean =>
      (schema['type'] === 'integer' && !('maximum' in schema)) ||
      (schema['type'] === 'string' && !boundedBy.some((word) => word in schema));
    expect(faults((_, schema) => isEndless(schema))).toEqual([]);
  });
});

describe('each page', () => {
  it('holds 200 records at most and says where the next begins', () => {
    const faults = all.flatMap((operation) => {
      const content = operation.responses['200']?.['content'] as Schema | undefined;
      const media = content?.['application/json'] as { readonly schema?: Schema } | undefined;
      if (!takes(operation, 'limit') || media?.schema === undefined) return [];
      const properties = resolved(bundleOf(operation.service), media.schema)['properties'] as Readonly<
        Record<string, Schema>
      >;
      const fits = Number(properties['records']?.['maxItems']) === 200 && 'next' in properties;
      return fits ? [] : [named(operation)];
    });
    expect(faults).toEqual([]);
  });
});
