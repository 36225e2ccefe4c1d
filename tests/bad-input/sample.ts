// A value that fits a schema of a contract: its example where it has one, else the simplest value that its keywords allow.
import type { ContractDocument, JsonSchema } from '#kernel/contract/document.ts';

type Fields = Record<string, unknown>;

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

/** The schema that a reference means. */
export const resolved = (document: ContractDocument, schema: unknown): Fields => {
  const own = fieldsOf(schema);
  if (typeof own['$ref'] !== 'string') return own;
  return resolved(document, document.components['schemas']?.[own['$ref'].split('/').at(-1) ?? '']);
};

const firstType = (schema: Fields): unknown => (Array.isArray(schema['type']) ? schema['type'][0] : schema['type']);

const textOf = (schema: Fields): string => {
  if (schema['format'] === 'uuid') return '5f0c3c3e-52a5-5c8f-9d5e-3f6c1f2b7a10';
  if (schema['format'] === 'date') return '2025-03-01';
  const pattern = typeof schema['pattern'] === 'string' ? schema['pattern'] : '';
  if (pattern.includes('0-9a-f]{64}')) return 'a'.repeat(64);
  if (pattern.startsWith('^-?(0|')) return '1.5';
  if (pattern === '^[0-9]{2,12}$') return '330381';
  if (pattern.startsWith('^[0-9]{4}(-')) return '2025-03';
  return 'A1'.padEnd(Number(schema['minLength'] ?? 2), '1');
};

/** A fitting value. */
export const sampleOf = (document: ContractDocument, given: unknown): unknown => {
  const schema = resolved(document, given);
  if (schema['example'] !== undefined) return schema['example'];
  if (Array.isArray(schema['enum'])) return schema['enum'][0];
  if (schema['const'] !== undefined) return schema['const'];
  const [option] = [schema['oneOf'], schema['anyOf'], schema['allOf']].flatMap((one) =>
    Array.isArray(one) ? one : [],
  );
  if (option !== undefined && schema['properties'] === undefined) return sampleOf(document, option);
  switch (firstType(schema)) {
    case 'object':
      return Object.fromEntries(
        Object.entries(fieldsOf(schema['properties']))
          .filter(([name]) => Array.isArray(schema['required']) && schema['required'].includes(name))
          .map(([name, field]) => [name, sampleOf(document, field)]),
      );
    case 'array':
      return Array.from({ length: Math.max(1, Number(schema['minItems'] ?? 1)) }, () =>
        sampleOf(document, schema['items']),
      );
    case 'integer':
    case 'number':
      return Number(schema['minimum'] ?? 1);
    case 'boolean':
      return true;
    default:
      return textOf(schema);
  }
};

/** The body that the contract itself shows, or one made from its schema. */
export const bodyOf = (document: ContractDocument, media: JsonSchema): unknown => {
  const { example, examples, schema } = media as {
    example?: unknown;
    examples?: Record<string, { value?: unknown }>;
    schema?: unknown;
  };
  return example ?? Object.values(examples ?? {})[0]?.value ?? sampleOf(document, schema);
};
