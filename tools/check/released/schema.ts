// A schema of a bundled contract, and the document in which its references are found.

/** A value of a document. */
export type Json = unknown;
/** The fields of an object of a document. */
export type Fields = Readonly<Record<string, Json>>;

/** A schema, or another part of a document, with the document itself. */
export interface Side {
  readonly document: Fields;
  readonly schema: Json;
}

/** References lead to references, and schemas hold schemas, at most this far: beyond it, one holds itself. */
export const depthMax = 24;

export const isFields = (value: Json): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
/** The fields of a value; none where it is no object. */
export const fieldsOf = (value: Json): Fields => (isFields(value) ? value : {});
/** The members of a value; none where it is no list. */
export const listOf = (value: Json): readonly Json[] => (Array.isArray(value) ? value : []);

/** The last word of a reference, which is the name of what it means; undefined where there is no reference. */
export const referenceName = (schema: Json): string | undefined => {
  const reference = fieldsOf(schema)['$ref'];
  return typeof reference === 'string' ? reference.split('/').at(-1) : undefined;
};

/** What the reference of a part means. Throws where it leads nowhere: an empty schema would promise nothing and break nothing. */
export const target = ({ document, schema }: Side): Json => {
  const reference = String(fieldsOf(schema)['$ref']);
  const parts = reference
    .replace('#/', '')
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const found = parts.reduce<Json>((value, part) => fieldsOf(value)[part], document);
  if (found === undefined) throw new Error(`A contract refers to ${reference}, which is not in it.`);
  return found;
};

/** The parameter, body, answer or header that a chain of references means. */
export const resolve = ({ document, schema }: Side): Fields => {
  let current = schema;
  for (let hops = 0; referenceName(current) !== undefined; hops += 1) {
    if (hops > depthMax) throw new Error(`A contract refers to ${referenceName(current)}, which refers to itself.`);
    current = target({ document, schema: current });
  }
  return fieldsOf(current);
};
