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

/** What a schema says of a value's own parts; the same question is asked for each item of a list, so answers are kept. */
interface Schemas {
  /** The schema, with every schema that its references and alternatives lead to: all of them speak of the same value. */
  readonly flattened: (schema: unknown) => readonly JsonSchema[];
  /** Whether a value of the schema may hold an id at any depth: where it can't, nobody looks. */
  readonly holdsIds: (schema: unknown) => boolean;
}

const kept = <Answer>(ask: (schema: unknown) => Answer): ((schema: unknown) => Answer) => {
  const answers = new Map<unknown, Answer>();
  return (schema) => {
    const known = answers.get(schema);
    if (known !== undefined) return known;
    const answer = ask(schema);
    answers.set(schema, answer);
    return answer;
  };
};

/** The schemas that speak of the same value as one does. */
const besides = (schema: JsonSchema, components: Components): readonly unknown[] => {
  const reference = schema['$ref'];
  return [
    ...(typeof reference === 'string' ? [components[reference.split('/').at(-1) ?? '']] : []),
    ...alternatives.flatMap((word): unknown[] => (Array.isArray(schema[word]) ? schema[word] : [])),
    ...branches.map((word) => schema[word]),
  ];
};

const isId = (schema: JsonSchema): boolean => schema['format'] === 'uuid' || schema['x-id'] === true;

const collect = (schema: unknown, components: Components, found: Set<JsonSchema>): Set<JsonSchema> => {
  if (!isSchema(schema) || found.has(schema)) return found;
  found.add(schema);
  for (const each of besides(schema, components)) collect(each, components, found);
  return found;
};

const mayHoldId = (schema: unknown, components: Components, seen: Set<unknown>): boolean => {
  if (!isSchema(schema) || seen.has(schema)) return false;
  seen.add(schema);
  if (isId(schema)) return true;
  const { items, additionalProperties, propertyNames, properties } = schema;
  const below = isSchema(properties) ? Object.values(properties) : [];
  const parts = [...besides(schema, components), items, additionalProperties, propertyNames, ...below];
  return parts.some((part) => mayHoldId(part, components, seen));
};

const schemasOf = (components: Components): Schemas => ({
  flattened: kept((schema) => [...collect(schema, components, new Set())]),
  holdsIds: kept((schema) => mayHoldId(schema, components, new Set())),
});

const lower = (text: string): string => (idPattern.test(text) ? text.toLowerCase() : text);

const walk = (value: unknown, schemas: readonly unknown[], by: Schemas): unknown => {
  if (typeof value !== 'string' && (typeof value !== 'object' || value === null)) return value;
  const said = schemas.flatMap(by.flattened);
  if (typeof value === 'string') return said.some(isId) ? lower(value) : value;
  if (Array.isArray(value)) {
    const items = said.map((schema) => schema['items']).filter(by.holdsIds);
    return items.length === 0 ? value : value.map((item: unknown) => walk(item, items, by));
  }
  return walkRecord(value, said, by);
};

const walkRecord = (value: object, said: readonly JsonSchema[], by: Schemas): unknown => {
  const namesAreIds = said.some(({ propertyNames }) => isSchema(propertyNames) && isId(propertyNames));
  const fieldSchemas = (name: string): readonly unknown[] =>
    said
      .map(({ properties, additionalProperties }) =>
        isSchema(properties) && Object.hasOwn(properties, name) ? properties[name] : additionalProperties,
      )
      .filter(by.holdsIds);
  return Object.fromEntries(
    Object.entries(value).map(([name, field]: [string, unknown]) => {
      const schemas = fieldSchemas(name);
      const changed = schemas.length === 0 ? field : walk(field, schemas, by);
      return [namesAreIds ? lower(name) : name, changed];
    }),
  );
};

/**
 * How values of a schema become canonical: each text where the schema says `format: uuid` (or `x-id`, of a text that may be an id),
 * and each name where it says so of the names. It comes before the value is checked: what is no id stays, and is refused later.
 * `components` are the named schemas.
 */
export const canonicalIds = (schema: JsonSchema, components: Components): Canonical => {
  const by = schemasOf(components);
  return by.holdsIds(schema) ? (value) => walk(value, [schema], by) : (value) => value;
};
