// The events: the document is valid, each type has an example that fits, and readers may be tolerant.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromFile, Parser } from '@asyncapi/parser';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { events, root, type Schema } from './documents.ts';

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
// ajv-formats is CommonJS: its callable is the property `default` of what an ES module imports.
addFormats.default(ajv);
ajv.addVocabulary(['x-open']);

// Severities count up from 0, an error: the hint that AsyncAPI has a newer version weighs less than a warning.
const [error, warning] = [0, 1];
const known = Object.entries(events());
const examples = join(root, 'contracts/examples/events');
const exampleOf = (type: string): unknown => JSON.parse(readFileSync(join(examples, `${type}.json`), 'utf8'));

/** Names of the fields of a payload, at any depth. */
const fieldsOf = (schema: Schema): readonly string[] =>
  Object.entries((schema['properties'] ?? {}) as Readonly<Record<string, Schema>>).flatMap(([name, field]) => [
    name,
    ...fieldsOf(field),
    ...fieldsOf((field['items'] ?? {}) as Schema),
  ]);

const closedParts = (schema: unknown): readonly unknown[] => {
  if (typeof schema !== 'object' || schema === null) return [];
  const own = 'additionalProperties' in schema && schema.additionalProperties === false ? [schema] : [];
  return [...own, ...Object.values(schema).flatMap(closedParts)];
};

describe('the AsyncAPI document', () => {
  it('is valid', async () => {
    const { diagnostics } = await fromFile(new Parser(), join(root, 'contracts/generated/asyncapi.json')).parse();
    const faults = diagnostics
      .filter(({ severity }) => [error, warning].includes(severity))
      .map(({ message, path }) => `${path.join('/')}: ${message}`);
    expect(faults).toEqual([]);
  });
});

describe('E19 each released event', () => {
  it('has one stored example, and no example is without its event', () => {
    expect(readdirSync(examples).sort()).toEqual(known.map(([type]) => `${type}.json`).sort());
  });

  it.each(known)('%s: its example fits its schema', (type, { schema }) => {
    const validate = ajv.compile(schema);
    validate(exampleOf(type));
    expect(validate.errors ?? []).toEqual([]);
  });

  it.each(known)('%s: an empty payload does not fit', (_type, { schema }) => {
    expect(ajv.compile(schema)({})).toBe(false);
  });

  it('may gain fields: no schema is closed', () => {
    expect(known.filter(([, { schema }]) => closedParts(schema).length > 0).map(([type]) => type)).toEqual([]);
  });
});

describe('E1 each payload', () => {
  it('holds ids, and no field for what a person is called or numbered', () => {
    const personal = /^(name|fullName|idNumber|phone|title|text|opinion|reason)$/;
    const suspicious = known.flatMap(([type, { schema }]) =>
      fieldsOf(schema)
        .filter((field) => personal.test(field))
        .map((field) => `${type}.${field}`),
    );
    // The reason of a light is a code of a closed list.
    expect(suspicious).toEqual(['TargetLightChanged.v1.reason']);
  });
});
