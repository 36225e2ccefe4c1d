// One form that a value may take: a schema whose references and combinators are resolved, its keywords sorted by how they are compared.
import { type Fields, fieldsOf, type Json, listOf } from './schema.ts';

/** A form of a value. What is undefined is not limited. */
export interface Shape {
  readonly document: Fields;
  /** The name of the schema that is this branch of a choice. */
  readonly name: string | undefined;
  /** Whether it is a branch of a set that may grow without a break for readers. */
  readonly grows: boolean;
  readonly types: readonly string[] | undefined;
  /** The only values, each as JSON. */
  readonly values: readonly string[] | undefined;
  /** Whether readers were told that values may be added (`x-open`). */
  readonly open: boolean;
  readonly required: readonly string[];
  readonly properties: Fields;
  /** The schema of the fields beyond the named; false where there are none. */
  readonly rest: Json;
  readonly items: Json;
  readonly limits: Readonly<Record<string, number>>;
  /** Every other keyword with its value: two of a kind are only known to be equal or not. */
  readonly conditions: readonly string[];
  readonly fallback: string | undefined;
}

/** How a limit is compared: from which side it bounds, and whether it bounds a size or a number's own value. */
export type Limit = 'least' | 'most' | 'size' | 'step';
export const limits: ReadonlyMap<string, Limit> = new Map([
  ['minimum', 'least'],
  ['exclusiveMinimum', 'least'],
  ['minLength', 'least'],
  ['minItems', 'least'],
  ['minProperties', 'least'],
  ['maximum', 'most'],
  ['exclusiveMaximum', 'most'],
  ['maxLength', 'size'],
  ['maxItems', 'size'],
  ['maxProperties', 'size'],
  ['multipleOf', 'step'],
]);

// They say nothing of the values. A discriminator only repeats what the constants of its branches say, and those are compared.
const annotation =
  /^(x-.*|title|description|summary|examples?|deprecated|externalDocs|discriminator|\$(id|schema|comment|defs))$/;
const sorted = new Set(
  'type const enum required properties additionalProperties items default uniqueItems $ref allOf anyOf oneOf'.split(
    ' ',
  ),
);

/** Whether a value of one type is also one of the other. */
export const isOfType = (type: string, other: string): boolean =>
  type === other || (type === 'integer' && other === 'number');

const typeOf = (value: Json): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
};

const typesOf = (schema: Fields, values: readonly string[] | undefined): readonly string[] | undefined => {
  const { type } = schema;
  if (type !== undefined) return (Array.isArray(type) ? type : [type]).map(String);
  return values === undefined ? undefined : [...new Set(values.map((value) => typeOf(JSON.parse(value))))];
};

const valuesOf = (schema: Fields): readonly string[] | undefined => {
  if ('const' in schema) return [JSON.stringify(schema['const'])];
  return 'enum' in schema ? listOf(schema['enum']).map((value) => JSON.stringify(value)) : undefined;
};

const conditionsOf = (schema: Fields): string[] => [
  ...(schema['uniqueItems'] === true ? ['uniqueItems true'] : []),
  ...Object.entries(schema)
    .filter(([key]) => !sorted.has(key) && !limits.has(key) && !annotation.test(key))
    .map(([key, value]) => `${key} ${JSON.stringify(value)}`),
];

/** The shape of a schema's own keywords, without its references and combinators. */
export const ownShape = (document: Fields, schema: Fields): Shape => {
  const values = valuesOf(schema);
  return {
    document,
    name: undefined,
    grows: false,
    types: typesOf(schema, values),
    values,
    open: schema['x-open'] === true,
    required: listOf(schema['required']).map(String),
    properties: fieldsOf(schema['properties']),
    rest: schema['additionalProperties'] === true ? undefined : schema['additionalProperties'],
    items: schema['items'],
    limits: Object.fromEntries(
      Object.entries(schema).filter(
        // A size is never below zero: that it is not says nothing.
        (entry): entry is [string, number] => limits.has(entry[0]) && !(/^min[A-Z]/.test(entry[0]) && entry[1] === 0),
      ),
    ),
    conditions: conditionsOf(schema),
    fallback: 'default' in schema ? JSON.stringify(schema['default']) : undefined,
  };
};

const either = <Value>(one: Value, other: Value, both: (one: Value, other: Value) => Value): Value => {
  if (one === undefined) return other;
  return other === undefined ? one : both(one, other);
};

const bothSchemas = (one: Json, other: Json): Json =>
  either(one, other, () => (one === false || other === false ? false : { allOf: [one, other] }));

const bothMaps = (one: Fields, other: Fields, both: (one: Json, other: Json) => Json): Fields => ({
  ...one,
  ...Object.fromEntries(Object.entries(other).map(([name, value]) => [name, both(one[name], value)])),
});

const bothTypes = (one: readonly string[], other: readonly string[]): string[] => [
  ...new Set([
    ...one.filter((type) => other.some((wider) => isOfType(type, wider))),
    ...other.filter((type) => one.some((wider) => isOfType(type, wider))),
  ]),
];

/** The tighter of two limits of one keyword. Of two steps the larger: that both hold is said by neither. */
export const tighter = (keyword: string, one: number, other: number): number =>
  ['least', 'step'].includes(limits.get(keyword) ?? '') ? Math.max(one, other) : Math.min(one, other);

/** Two shapes that hold at once, as `allOf` says it. */
export const both = (one: Shape, other: Shape): Shape => ({
  document: one.document,
  name: other.name ?? one.name,
  grows: one.grows || other.grows,
  types: either(one.types, other.types, (a, b) => bothTypes(a ?? [], b ?? [])),
  values: either(one.values, other.values, (a, b) => a?.filter((value) => b?.includes(value))),
  open: one.open || other.open,
  required: [...new Set([...one.required, ...other.required])],
  properties: bothMaps(one.properties, other.properties, bothSchemas),
  rest: bothSchemas(one.rest, other.rest),
  items: bothSchemas(one.items, other.items),
  limits: Object.fromEntries(
    [...limits.keys()].flatMap((keyword) => {
      const limit = either(one.limits[keyword], other.limits[keyword], (a = 0, b = 0) => tighter(keyword, a, b));
      return limit === undefined ? [] : [[keyword, limit]];
    }),
  ),
  conditions: [...new Set([...one.conditions, ...other.conditions])],
  fallback: other.fallback ?? one.fallback,
});

/** A shape for each of its types: `[string, null]` is the same choice as a branch for each. */
export const byType = (shape: Shape): readonly Shape[] =>
  shape.types === undefined || shape.types.length < 2
    ? [shape]
    : shape.types.map((type) => ({
        ...shape,
        types: [type],
        values: shape.values?.filter((value) => isOfType(typeOf(JSON.parse(value)), type)),
      }));

/** The fields that may only have certain values: they tell a branch from others, as `type` or `outcome` do. */
const tellingOf = (shape: Shape): string =>
  Object.entries(shape.properties)
    .flatMap(([name, schema]) => {
      const values = valuesOf(fieldsOf(schema));
      return values === undefined ? [] : [`${name} ${values.join(' or ')}`];
    })
    .join(', ');

/** Whether two branches were meant to be the same, by their schema's name or by the values that tell them from others. */
export const areNamesakes = (one: Shape, other: Shape): boolean => {
  const telling = tellingOf(one);
  return (one.name !== undefined && one.name === other.name) || (telling !== '' && telling === tellingOf(other));
};

/** What a reader of a finding calls a branch: the name of its schema, else the values that tell it from others, else its type. */
export const labelOf = (shape: Shape): string =>
  shape.name ?? (tellingOf(shape) || (shape.values?.join(' or ') ?? shape.types?.join(' or ') ?? 'of any type'));
