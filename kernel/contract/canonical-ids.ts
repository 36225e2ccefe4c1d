// Ids have two spellings, upper and lower case (RFC 9562 section 4). Inside there is one: the entrance puts ids into lower case.
import type { JsonSchema } from './document.ts';

/** The schemas that references lead to, by name. */
type Components = Readonly<Record<string, unknown>>;

/** A value with its ids in lower case; everything else is as it came. */
export type Canonical = (value: unknown) => unknown;

const idPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
// Schemas that say of the same value what it is.
const alternatives = ['allOf', 'oneOf', 'anyOf'] as const;
const branches = ['if', 'then', 'else'] as const;

const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A schema, with every schema that its references and alternatives lead to. */
const flattened = (schema: unknown, components: Components, found: Set<JsonSchema> = new Set()): Set<JsonSchema> => {
  if (!isSchema(schema) || found.has(schema)) return found;
  found.add(schema);
  const reference = schema['$ref'];
  if (typeof reference === 'string') flattened(components[reference.split('/').at(-1) ?? ''], components, found);
  for (const word of alternatives) {
    const listed = schema[word];
    for (const each of Array.isArray(listed) ? listed : []) flattened(each, components, found);
  }
  for (const word of branches) flattened(schema[word], components, found);
  return found;
};

/** Whether a value of the schema may hold an id at any depth: where it can't, nobody looks. */
const holdsIds = (schema: unknown, components: Components, seen: Set<unknown> = new Set()): boolean => {
  if (!isSchema(schema) || seen.has(schema)) return false;
  seen.add(schema);
  if (schema['format'] === 'uuid') return true;
  const reference = schema['$ref'];
  const parts = [
    typeof reference === 'string' ? components[reference.split('/').at(-1) ?? ''] : undefined,
    ...alternatives.flatMap((word) => (Array.isArray(schema[word]) ? schema[word] : [])),
    ...branches.map((word) => schema[word]),
    schema['items'],
    schema['additionalProperties'],
    schema['propertyNames'],
    ...(isSchema(schema['properties']) ? Object.values(schema['properties']) : []),
  ];
  return parts.some((part) => holdsIds(part, components, seen));
};

const lower = (text: string): string => (idPattern.test(text) ? text.toLowerCase() : text);

const walk = (value: unknown, schemas: readonly unknown[], components: Components): unknown => {
  if (typeof value !== 'string' && (typeof value !== 'object' || value === null)) return value;
  const said = schemas.flatMap((schema) => [...flattened(schema, components)]);
  if (typeof value === 'string') return said.some(({ format }) => format === 'uuid') ? lower(value) : value;
  if (Array.isArray(value)) {
    const items = said.map((schema) => schema['items']).filter((schema) => holdsIds(schema, components));
    return items.length === 0 ? value : value.map((item: unknown) => walk(item, items, components));
  }
  return walkRecord(value, said, components);
};

const walkRecord = (value: object, said: readonly JsonSchema[], components: Components): unknown => {
  if (!isRecord(value)) return value;
  const namesAreIds = said.some(({ propertyNames }) => isSchema(propertyNames) && propertyNames['format'] === 'uuid');
  const fieldSchemas = (name: string): readonly unknown[] =>
    said
      .map(({ properties, additionalProperties }) =>
        isSchema(properties) && Object.hasOwn(properties, name) ? properties[name] : additionalProperties,
      )
      .filter((schema) => holdsIds(schema, components));
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => {
      const schemas = fieldSchemas(name);
      const changed = schemas.length === 0 ? field : walk(field, schemas, components);
      return [namesAreIds ? lower(name) : name, changed];
    }),
  );
};

/**
 * How values of a schema become canonical: each text where the schema says `format: uuid`, and each name where it says so of the
 * names. It comes before the value is checked: what is no id stays, and is refused later. `components` are the named schemas.
 */
export const canonicalIds = (schema: JsonSchema, components: Components): Canonical =>
  holdsIds(schema, components) ? (value) => walk(value, [schema], components) : (value) => value;
