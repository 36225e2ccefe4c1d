// What a released schema promises and its successor no longer keeps.

/** A value of a document. */
export type Json = unknown;
/** The fields of an object of a document. */
export type Fields = Readonly<Record<string, Json>>;

/** One broken promise: where, and what broke it. */
export interface Break {
  readonly where: string;
  readonly what: string;
}

/** In which direction a schema travels: what callers send may be let in more freely, what they read may only become richer. */
type Direction = 'sent' | 'read';

/** A schema and the document in which its references are found. */
export interface Side {
  readonly document: Fields;
  readonly schema: Json;
}

const depthMax = 24;

const isFields = (value: Json): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
/** The fields of a value; none where it is no object. */
export const fieldsOf = (value: Json): Fields => (isFields(value) ? value : {});
const textsOf = (value: Json): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

/** The schema that a chain of references means. */
export const resolve = ({ document, schema }: Side): Fields => {
  let current = fieldsOf(schema);
  for (let hops = 0; typeof current['$ref'] === 'string' && hops < depthMax; hops += 1) {
    const parts = current['$ref'].replace('#/', '').split('/');
    current = fieldsOf(parts.reduce<Json>((value, part) => fieldsOf(value)[part], document));
  }
  return current;
};

const typesOf = (schema: Fields): readonly string[] =>
  Array.isArray(schema['type'])
    ? textsOf(schema['type'])
    : schema['type'] === undefined
      ? []
      : textsOf([schema['type']]);

const limits: readonly (readonly [string, 'lower' | 'upper'])[] = [
  ['minimum', 'lower'],
  ['minLength', 'lower'],
  ['minItems', 'lower'],
  ['maximum', 'upper'],
  ['maxLength', 'upper'],
  ['maxItems', 'upper'],
];

/** A limit on what is sent that became narrower refuses what was good before. */
const narrowed = (before: Fields, after: Fields): string[] =>
  limits.flatMap(([name, kind]) => {
    const [old, now] = [before[name], after[name]];
    if (typeof now !== 'number') return [];
    const tighter = typeof old !== 'number' || (kind === 'lower' ? now > old : now < old);
    return tighter ? [`${name} became ${now}`] : [];
  });

const typeBreaks = (before: Fields, after: Fields, direction: Direction): string[] => {
  const [old, now] = [typesOf(before), typesOf(after)];
  if (now.length === 0) return [];
  const lost =
    direction === 'sent' ? old.filter((type) => !now.includes(type)) : now.filter((type) => !old.includes(type));
  return old.length > 0 && lost.length > 0 ? [`the type became ${now.join(' or ')}, was ${old.join(' or ')}`] : [];
};

const enumBreaks = (before: Fields, after: Fields, direction: Direction): string[] => {
  if (before['enum'] === undefined && after['enum'] === undefined) return [];
  const [old, now] = [textsOf(before['enum']), textsOf(after['enum'])];
  if (direction === 'sent') {
    const gone = after['enum'] === undefined ? [] : old.filter((value) => !now.includes(value));
    return gone.length > 0 ? [`the value ${gone.join(', ')} is no longer taken`] : [];
  }
  const added = before['enum'] === undefined ? [] : now.filter((value) => !old.includes(value));
  return added.length > 0 ? [`a reader of the released contract does not know the value ${added.join(', ')}`] : [];
};

const requiredBreaks = (before: Fields, after: Fields, direction: Direction): string[] => {
  const [old, now] = [textsOf(before['required']), textsOf(after['required'])];
  if (direction === 'sent') return now.filter((name) => !old.includes(name)).map((name) => `«${name}» became required`);
  return old.filter((name) => !now.includes(name)).map((name) => `«${name}» is no longer always there`);
};

/** The broken promises of a schema. */
export const schemaBreaks = (before: Side, after: Side, direction: Direction, where: string, depth = 0): Break[] => {
  if (depth > depthMax) return [];
  const [old, now] = [resolve(before), resolve(after)];
  const here = [
    ...typeBreaks(old, now, direction),
    ...enumBreaks(old, now, direction),
    ...requiredBreaks(old, now, direction),
    ...(direction === 'sent' ? narrowed(old, now) : []),
    ...(direction === 'sent' && now['pattern'] !== undefined && now['pattern'] !== old['pattern']
      ? [`the pattern became ${JSON.stringify(now['pattern'])}`]
      : []),
  ].map((what) => ({ where, what }));
  const [oldFields, newFields] = [fieldsOf(old['properties']), fieldsOf(now['properties'])];
  const fields = Object.entries(oldFields).flatMap(([name, schema]) => {
    const successor = newFields[name];
    if (successor === undefined) return [{ where, what: `the field «${name}» is gone` }];
    return schemaBreaks(
      { ...before, schema },
      { ...after, schema: successor },
      direction,
      `${where}.${name}`,
      depth + 1,
    );
  });
  const items =
    old['items'] === undefined
      ? []
      : schemaBreaks(
          { ...before, schema: old['items'] },
          { ...after, schema: now['items'] },
          direction,
          `${where}[]`,
          depth + 1,
        );
  return [...here, ...fields, ...items];
};
