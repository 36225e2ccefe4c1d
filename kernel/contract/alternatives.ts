// Alternatives in a schema, told apart before they are checked: a value then has the faults of the one it claims to be, not of all.
import type { JsonSchema } from './document.ts';

type Components = Readonly<Record<string, unknown>>;

const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const resolved = (schema: unknown, components: Components): JsonSchema => {
  const reference = isSchema(schema) ? schema['$ref'] : undefined;
  const target = typeof reference === 'string' ? components[reference.split('/').at(-1) ?? ''] : schema;
  return isSchema(target) ? target : {};
};

/** The values of a required field that names them, by `const` or `enum`; none where it may have others. */
const namedValues = (branch: JsonSchema, field: string): readonly unknown[] => {
  const { required, properties } = branch;
  if (!Array.isArray(required) || !required.includes(field) || !isSchema(properties)) return [];
  const schema = properties[field];
  if (!isSchema(schema)) return [];
  return 'const' in schema ? [schema['const']] : Array.isArray(schema['enum']) ? schema['enum'] : [];
};

/** The field by which the branches differ, with all its values. The contract's `discriminator` needs no reading: it is such a field. */
const tagOf = (
  branches: readonly JsonSchema[],
): { readonly field: string; readonly values: readonly unknown[] } | undefined => {
  const first = branches[0]?.['properties'];
  for (const field of Object.keys(isSchema(first) ? first : {})) {
    const each = branches.map((branch) => namedValues(branch, field));
    const values = each.flat();
    if (each.every((own) => own.length > 0) && new Set(values).size === values.length) return { field, values };
  }
  return undefined;
};

const decided = (schema: JsonSchema, components: Components): JsonSchema => {
  // A `mapping` is for readers of the contract; Ajv takes none.
  const { oneOf, discriminator: _discriminator, ...rest } = schema;
  if (!Array.isArray(oneOf)) return schema;
  const branches = oneOf.map((branch: unknown) => resolved(branch, components));
  const [value, other] = branches;
  // A value that may be absent: whatever is not null is held against its own schema alone.
  if (branches.length === 2 && value?.['type'] !== 'null' && other?.['type'] === 'null')
    return { ...rest, if: { type: 'null' }, else: oneOf[0] as unknown };
  const tag = tagOf(branches);
  if (tag === undefined) return { ...rest, oneOf };
  const { field, values } = tag;
  // The enum tells who names none of the alternatives what their names are.
  const properties = { ...(isSchema(rest['properties']) ? rest['properties'] : {}), [field]: { enum: values } };
  return { ...rest, type: 'object', properties, oneOf, discriminator: { propertyName: field } };
};

/**
 * The schema with its alternatives decided, at any depth: by a required field whose values no two of them share, or by being
 * null. `components` are the schemas that references lead to, by name.
 */
export const withAlternativesDecided = (schema: unknown, components: Components): unknown => {
  if (Array.isArray(schema)) return schema.map((part) => withAlternativesDecided(part, components));
  if (!isSchema(schema)) return schema;
  const own = decided(schema, components);
  return Object.fromEntries(Object.entries(own).map(([key, part]) => [key, withAlternativesDecided(part, components)]));
};
